import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { accessTokenSeconds } from '../../../domain/identity/access-token.ts';
import { accountKeys } from '../../../domain/identity/account-keys.ts';
import { deviceToken, knownDevice, knownDeviceDays } from '../../../domain/identity/known-device.ts';
import { challengeSeconds } from '../../../domain/identity/login-challenge.ts';
import type { Session } from '../../../domain/identity/session.ts';
import type { Config } from '../../../domain/settings/config-schema.ts';
import { accessCookie } from '../../middleware/authenticate.ts';
import { demandOwnPage } from '../../middleware/cross-site.ts';

const refreshCookie = 'refresh_token';

/** The refresh token travels to these paths alone. */
const refreshPath = '/crm/auth';

const baseOptions = (config: Config): CookieOptions => ({ httpOnly: true, sameSite: 'Lax', secure: config.environment === 'production' });

/** Gives the browser its session (AUTH-2): until it closes, or until the session's end when it is to be remembered. */
export function setSessionCookies(c: Context, config: Config, session: Session, accessToken: string): void {
  const base = baseOptions(config);
  const secondsLeft = Math.floor((session.expiresAt.getTime() - Date.now()) / 1000);
  const lasting = (seconds: number): CookieOptions => (session.remember ? { maxAge: Math.max(seconds, 0) } : {});
  setCookie(c, accessCookie, accessToken, { ...base, ...lasting(Math.min(accessTokenSeconds, secondsLeft)), path: '/' });
  setCookie(c, refreshCookie, session.refreshToken, { ...base, ...lasting(secondsLeft), path: refreshPath });
  if (getCookie(c, challengeCookie) !== undefined) clearChallengeCookie(c, config);
}

const challengeCookie = 'login_challenge';
const deviceCookie = 'known_device';

/** Gives the browser the right to send a second factor for so long, see `login-challenge.ts`. */
export const setChallengeCookie = (c: Context, config: Config, challenge: string): void =>
  setCookie(c, challengeCookie, challenge, { ...baseOptions(config), sameSite: 'Strict', path: '/', maxAge: challengeSeconds });

/** Challenge of a sign-in: from the request's body, a bearer token, or the portal's cookie; throws `forbidden` when a foreign page sent the cookie. */
export function challengeOf(c: Context, fromBody: string | undefined): string | undefined {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  if (fromBody !== undefined || bearer !== undefined) return fromBody ?? bearer;
  const fromCookie = getCookie(c, challengeCookie);
  if (fromCookie !== undefined) demandOwnPage(c);
  return fromCookie;
}

/** Token of a device somebody signed in on before, see `known-device.ts`. */
export const deviceOf = (c: Context): string | undefined => getCookie(c, deviceCookie);

/** Remembers that this user signed in on this device. */
export function rememberDevice(c: Context, config: Config, userId: number): void {
  const keys = accountKeys(config);
  const token = deviceToken(keys, userId, knownDevice(keys, userId, deviceOf(c)));
  setCookie(c, deviceCookie, token, { ...baseOptions(config), path: '/', maxAge: knownDeviceDays * 86_400 });
}

/** Takes the challenge back. */
const clearChallengeCookie = (c: Context, config: Config): void => {
  deleteCookie(c, challengeCookie, { ...baseOptions(config), path: '/' });
};

/** Takes both cookies back. */
export function clearSessionCookies(c: Context, config: Config): void {
  deleteCookie(c, accessCookie, { ...baseOptions(config), path: '/' });
  deleteCookie(c, refreshCookie, { ...baseOptions(config), path: refreshPath });
}

/** Refresh token of the request: from its body, else from the portal's cookie; throws `forbidden` when a foreign page sent the cookie. */
export function refreshTokenOf(c: Context, fromBody: string | undefined): string | undefined {
  if (fromBody !== undefined) return fromBody;
  const fromCookie = getCookie(c, refreshCookie);
  if (fromCookie !== undefined) demandOwnPage(c);
  return fromCookie;
}
