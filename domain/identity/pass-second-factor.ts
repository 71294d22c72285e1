import { recordSecurityEvent } from '../activity-log/record-event.ts';
import type { Ctx } from '../context.ts';
import { unauthorized } from '../errors.ts';
import { accountKeys } from './account-keys.ts';
import { completeLogIn } from './complete-log-in.ts';
import { knownDevice } from './known-device.ts';
import { type Challenge, markOfPassword } from './login-challenge.ts';
import { attemptSources, giveAttemptBack, takeAttempt } from './login-throttle.ts';
import { type AccountDeps, tryAccountMail } from './order-account-mail.ts';
import type { Session } from './session.ts';
import { spendCode } from './spend-code.ts';

/**
 * Opens the session of a challenge with a code of the authenticator app or a backup code. Throws `unauthorized` for a
 * wrong, stale or used code and when the password changed meanwhile, `limit_exceeded` after 5 of them from one place.
 */
export async function passSecondFactor(
  ctx: Ctx,
  deps: AccountDeps,
  { challenge, code, device }: { challenge: Challenge; code: string; device?: string | undefined },
): Promise<Session> {
  const { em } = ctx;
  const { userId, remember } = challenge;
  const [user] = await em.execute<{ password_hash: string }[]>('select password_hash from app_user where id = ? and not deleted', [userId]);
  if (user === undefined || markOfPassword(user.password_hash) !== challenge.passwordMark)
    throw unauthorized('The password was changed meanwhile; sign in again.');
  const deviceId = knownDevice(accountKeys(deps.config), userId, device);
  const sources = attemptSources({ what: 'code', account: String(userId), ip: ctx.ip, deviceId });
  const { last } = await takeAttempt(em, sources);
  const session = await em.transactional(async (tx) => {
    const spent = await spendCode(tx, deps.config, userId, code);
    if (spent === undefined) return undefined;
    if (spent === 'backup code') await recordSecurityEvent(tx, { kind: 'backup_code_used', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
    return completeLogIn(tx, ctx, {
      userId,
      remember,
      method: challenge.provider === undefined ? `password and ${spent}` : `provider ${challenge.provider} and ${spent}`,
    });
  });
  if (session !== undefined) {
    await giveAttemptBack(em, sources);
    return session;
  }
  await recordSecurityEvent(em, { kind: last ? 'two_factor_locked' : 'two_factor_failed', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
  if (last) {
    const what = 'Somebody who knows your password gave five wrong codes for the second step of signing in. If it was not you, change your password now.';
    await tryAccountMail(ctx, deps, 'security_notice', { userId, what });
  }
  throw unauthorized('The code is wrong or was used before; wait for the next one.');
}
