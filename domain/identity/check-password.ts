import type { Ctx } from '../context.ts';
import { invalid } from '../errors.ts';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import { passwordMatches } from './hash-password.ts';
import { attemptSources, giveAttemptBack, takeAttempt } from './login-throttle.ts';

/** Throws `validation` on `field` unless it is the password of the signed-in user; `limit_exceeded` after 5 failures, so that a session left open does not give the password away. */
export async function demandPassword(
  ctx: Ctx,
  { userId, sessionId, password, field }: { userId: number; sessionId: string; password: string; field: string },
): Promise<void> {
  const { em } = ctx;
  // Counted by session: whoever guesses here cannot block the owner anywhere else.
  const sources = attemptSources({ what: 'password', account: `user ${userId}`, ip: ctx.ip, deviceId: sessionId });
  await takeAttempt(em, sources);
  const [user] = await em.execute<{ password_hash: string }[]>('select password_hash from app_user where id = ? and not deleted', [userId]);
  if (await passwordMatches(password, user?.password_hash)) return giveAttemptBack(em, sources);
  await recordSecurityEvent(em, { kind: 'password_check_failed', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
  throw invalid(field, 'This is not your password.');
}
