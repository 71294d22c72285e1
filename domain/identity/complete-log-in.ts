import type { EntityManager } from '@mikro-orm/postgresql';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import type { Ctx } from '../context.ts';
import { demandOpenAccount } from './closed-account.ts';
import { openSession, type Session } from './session.ts';

/** How somebody proved who they are. */
export type LoginMethod =
  'password' | 'password and code' | 'password and backup code' | `provider ${string}` | `provider ${string} and code` | `provider ${string} and backup code`;

/** Opens the session of a user who proved who they are, in the caller's transaction; throws `forbidden` while the user's customer is archived. */
export async function completeLogIn(
  em: EntityManager,
  ctx: Ctx,
  { userId, remember, method }: { userId: number; remember: boolean; method: LoginMethod },
): Promise<Session> {
  await demandOpenAccount(em, userId);
  await em.execute('update app_user set last_login = now(), login_count = login_count + 1 where id = ?', [userId]);
  await recordSecurityEvent(em, { kind: 'login', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent, details: { method } });
  return openSession(em, { userId, remember, source: { ip: ctx.ip, userAgent: ctx.userAgent } });
}
