import { recordSecurityEvent } from '../activity-log/record-event.ts';
import { change, type Ctx } from '../context.ts';
import { notFound, precondition } from '../errors.ts';
import { demandProof, type Proof } from './demand-proof.ts';
import { type AccountDeps, orderAccountMail } from './order-account-mail.ts';
import { demand } from './principal.ts';

/** Takes a user's second factor away (chapter 38): the secret and all backup codes go. For administrators, after a proof of their own; throws `not_found`, or `precondition` when there is none. */
export async function disableTwoFactor(ctx: Ctx, deps: AccountDeps, userId: number, proof: Proof = {}): Promise<void> {
  demand(ctx.principal, { permission: 'admin' });
  await demandProof(ctx, deps, proof);
  await change(ctx, async (em) => {
    const [user] = await em.execute<{ is_2fa_enabled: boolean }[]>('select is_2fa_enabled from app_user where id = ? and not deleted for update', [userId]);
    if (user === undefined) throw notFound('User', userId);
    if (!user.is_2fa_enabled) throw precondition('This account has no two-factor authentication.');
    await em.execute(
      'update app_user set is_2fa_enabled = false, totp_secret = null, totp_pending = null, totp_last_step = null, last_modified = now() where id = ?',
      [userId],
    );
    await em.execute('delete from backup_code where user_id = ?', [userId]);
    await recordSecurityEvent(em, { kind: 'two_factor_disabled', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
    await orderAccountMail(ctx, deps, 'security_notice', {
      userId,
      what: 'An administrator removed two-factor authentication from your account. Set it up again as soon as you can.',
    });
  });
}
