import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Ctx } from '../../../domain/context.ts';
import { unauthorized } from '../../../domain/errors.ts';
import { signToken } from '../../../domain/identity/access-token.ts';
import type { Principal } from '../../../domain/identity/principal.ts';
import type { Session } from '../../../domain/identity/session.ts';
import { effectivePermissions, landingOf, readUserAccess, type UserAccess } from '../../../domain/identity/user-access.ts';
import type { Config } from '../../../domain/settings/config-schema.ts';
import { setSessionCookies } from './cookies.ts';

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
    landing: z.enum(['/customers', '/self-care', '/create-cell-broadcast']),
  })
  .openapi('SignedInUser');

export const sessionShape = z.object({ token: z.string(), refresh_token: z.string(), user: userShape }).openapi('Session');

/** Answers with a session's tokens and user (AUTH-1), in the body for scripts and as cookies for the browser. */
export async function answerSession(ctx: Ctx, c: Context, config: Config, session: Session): Promise<z.input<typeof sessionShape>> {
  const user = await readUserAccess(ctx.em, session.userId);
  if (user === undefined) throw unauthorized('This session has ended; sign in again.');
  const token = await signToken(config.jwt_secret, { kind: 'user', userId: session.userId, sessionId: session.sessionId });
  setSessionCookies(c, config, session, token);
  // Tokens must stay out of every cache (RFC 6749 §5.1).
  c.header('cache-control', 'no-store');
  return { token, refresh_token: session.refreshToken, user: userAnswer(user) };
}

/** The user as answered; a key's or address's own rights replace those of the administrator it acts as. */
export function userAnswer(
  user: UserAccess,
  held: Pick<Principal, 'roles' | 'permissions' | 'customerId'> = { roles: user.roles, permissions: new Set(user.permissions), customerId: user.customer_id },
): z.input<typeof userShape> {
  const { id, username, email, first_name, last_name } = user;
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
    landing: landingOf(held.customerId, permissions),
  };
}
