import type { EntityManager } from '@mikro-orm/postgresql';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import type { Ctx } from '../context.ts';
import { closedAccount, customerIsArchived } from './closed-account.ts';
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
  const open = await em.execute<unknown[]>(
    `update app_user u set last_login = now(), login_count = login_count + 1 where u.id = ? and not ${customerIsArchived} returning u.id`,
    [userId],
  );
  if (open.length === 0) throw closedAccount();
  await recordSecurityEvent(em, { kind: 'login', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent, details: { method } });
  return openSession(em, { userId, remember, source: { ip: ctx.ip, userAgent: ctx.userAgent } });
}
