import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Ctx } from '../../../domain/context.ts';
import { unauthorized } from '../../../domain/errors.ts';
import { accessTokenSeconds, signToken } from '../../../domain/identity/access-token.ts';
import { backupCodesLeft } from '../../../domain/identity/backup-codes.ts';
import { impersonationOf } from '../../../domain/identity/current-impersonation.ts';
import { mustFirst, type MustFirst } from '../../../domain/identity/must-first.ts';
import type { Principal } from '../../../domain/identity/principal.ts';
import type { Session } from '../../../domain/identity/session.ts';
import { effectivePermissions, landingOf, readUserAccess, type UserAccess } from '../../../domain/identity/user-access.ts';
import type { Config } from '../../../domain/settings/config-schema.ts';
import { setChallengeCookie, setSessionCookies } from './cookies.ts';

/** A signed-in user as the portal and scripts see it. */
export const userShape = z
  .object({
    id: z.number(),
    username: z.string(),
    email: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    roles: z.array(z.string()),
    permissions: z.array(z.string()),
    customer_id: z.number().nullable(),
    email_verified: z.boolean(),
    /** New address that is not proven yet. */
    pending_email: z.string().nullable(),
    is_2fa_enabled: z.boolean(),
    /** Null without a second factor. */
    backup_codes_left: z.int().nullable(),
    /** What has to be done before anything else. */
    must_first: z.enum(['change_password', 'enrol_2fa']).nullable(),
    landing: z.enum(['/customers', '/self-care', '/create-cell-broadcast']),
  })
  .openapi('SignedInUser');

export const challengeShape = z
  .object({ two_factor_required: z.literal(true), user_id: z.number(), challenge_token: z.string(), message: z.string() })
  .openapi('SecondFactorRequired');

export const sessionShape = z.object({ token: z.string(), refresh_token: z.string(), user: userShape }).openapi('Session');

/** Answers with a session's tokens and user (AUTH-1), in the body for scripts and as cookies for the browser. */
export async function answerSession(ctx: Ctx, c: Context, config: Config, session: Session): Promise<z.input<typeof sessionShape>> {
  const user = await readUserAccess(ctx.em, session.userId);
  if (user === undefined) throw unauthorized('This session has ended; sign in again.');
  const acting = await impersonationOf(ctx.em, session.sessionId);
  if (acting === 'ended') throw unauthorized('Acting for this user has ended.');
  const claims = { kind: 'user', userId: session.userId, sessionId: session.sessionId, ...(acting ? { impersonatorId: acting.impersonator_id } : {}) } as const;
  const secondsLeft = Math.max(1, Math.floor((session.expiresAt.getTime() - Date.now()) / 1000));
  const token = await signToken(config.jwt_secret, claims, Math.min(accessTokenSeconds, secondsLeft));
  // Cookies of somebody who acts for another outlive that, so that the way back to their own session is not lost.
  setSessionCookies(c, config, acting ? { ...session, remember: false } : session, token);
  // Tokens must stay out of every cache (RFC 6749 §5.1).
  c.header('cache-control', 'no-store');
  const answered = userAnswer(user, mustFirst(user, config.security), await backupCodesLeft(ctx.em, user));
  return { token, refresh_token: session.refreshToken, user: answered };
}

/** Answers that the password was right and a code is asked for, which `challenge_token`, or the browser's cookie, allows to send. */
export function answerChallenge(c: Context, config: Config, { userId, token }: { userId: number; token: string }): z.input<typeof challengeShape> {
  setChallengeCookie(c, config, token);
  c.header('cache-control', 'no-store');
  return { two_factor_required: true, user_id: userId, challenge_token: token, message: 'Send the code of your authenticator app, or a backup code.' };
}

/** The user as answered; a key's or address's own rights replace those of the administrator it acts as. */
export function userAnswer(
  user: UserAccess,
  must: MustFirst | undefined,
  codesLeft: number | null,
  held: Pick<Principal, 'roles' | 'permissions' | 'customerId'> = { roles: user.roles, permissions: new Set(user.permissions), customerId: user.customer_id },
): z.input<typeof userShape> {
  const { id, username, email, first_name, last_name, email_verified, pending_email, is_2fa_enabled } = user;
  const permissions = effectivePermissions(held.permissions);
  return {
    id,
    username,
    email,
    first_name,
    last_name,
    roles: [...held.roles],
    permissions,
    customer_id: held.customerId,
    email_verified,
    pending_email,
    is_2fa_enabled,
    backup_codes_left: codesLeft,
    must_first: must ?? null,
    landing: landingOf(held.customerId, permissions),
  };
}
