import { recordSecurityEvent } from '../activity-log/record-event.ts';
import type { Ctx } from '../context.ts';
import { redeemLink } from './account-link.ts';
import { forgetAccount, resetRequestSources, takeAttempt } from './login-throttle.ts';
import { type AccountDeps, orderAccountMail } from './order-account-mail.ts';
import { demandGoodPassword } from './password-rules.ts';
import { endSessionsOf } from './sessions.ts';
import { setPassword } from './set-password.ts';

/** Has a link to set a new password mailed, if the address is somebody's; what is done here, and how long it takes, is the same for every address. */
export async function requestPasswordReset(ctx: Ctx, deps: AccountDeps, { email }: { email: string }): Promise<void> {
  // One network may ask for so many mails; how many one account gets is limited where they are sent.
  await takeAttempt(ctx.em, resetRequestSources(ctx.ip));
  await orderAccountMail(ctx, deps, 'password_reset', { email });
}

/**
 * Sets a password with the token of a mailed link, once. All sessions end, the address counts as proven, and a lock-out
 * after failed sign-ins ends, wherever it was. Throws `precondition` for a bad link, `validation` for a bad password.
 */
export async function resetPassword(ctx: Ctx, deps: AccountDeps, { token, password }: { token: string; password: string }): Promise<{ userId: number }> {
  demandGoodPassword(password, 'new_password');
  return ctx.em.transactional(async (em) => {
    const { userId, email } = await redeemLink(em, 'password', token);
    await setPassword(em, deps.config, { userId, password, field: 'new_password' });
    await em.execute('update app_user set email_verified = true where id = ? and email = ?::citext', [userId, email]);
    await endSessionsOf(em, userId);
    await forgetAccount(em, userId);
    await recordSecurityEvent(em, { kind: 'password_reset', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
    await orderAccountMail(ctx, deps, 'password_reset_done', { userId });
    return { userId };
  });
}
