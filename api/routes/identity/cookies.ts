import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { accessTokenSeconds } from '../../../domain/identity/access-token.ts';
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
}

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
