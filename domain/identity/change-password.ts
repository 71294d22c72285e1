import { recordSecurityEvent } from '../activity-log/record-event.ts';
import { change, type Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import { demandPassword } from './check-password.ts';
import { demandOwnAccount } from './demand-own-account.ts';
import { demandProof, type Proof } from './demand-proof.ts';
import { generatePassword } from './generate-password.ts';
import { forgetAccount } from './login-throttle.ts';
import { type AccountDeps, orderAccountMail } from './order-account-mail.ts';
import { demand } from './principal.ts';
import { endSessionsOf } from './sessions.ts';
import { setPassword } from './set-password.ts';

/** Changes one's own password; every other session ends. Throws `validation` for a wrong present password and for a new one that breaks the rules or was had before. */
export async function changePassword(ctx: Ctx, deps: AccountDeps, { current, next }: { current: string; next: string }): Promise<void> {
  const { userId, sessionId } = demandOwnAccount(ctx.principal);
  await demandPassword(ctx, { userId, sessionId, password: current, field: 'current_password' });
  await change(ctx, async (em) => {
    await setPassword(em, deps.config, { userId, password: next, field: 'new_password' });
    await endSessionsOf(em, userId, sessionId);
    await recordSecurityEvent(em, { kind: 'password_changed', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
    await orderAccountMail(ctx, deps, 'password_changed', { userId });
  });
}

interface AdminReset {
  userId: number;
  password?: string | undefined;
  forceChange?: boolean | undefined;
  /** Undefined asks for none. */
  proof?: Proof | undefined;
}

/**
 * Gives a user a temporary password, made up unless one is given, and ends all its sessions; it is answered once and, unless
 * told otherwise, must be changed before anything else. For administrators, after a proof of their own where `proof` is given,
 * even an empty one; throws `not_found`, or `validation` when the proof is wrong or missing.
 */
export async function adminResetPassword(
  ctx: Ctx,
  deps: AccountDeps,
  { userId, password = generatePassword(), forceChange = true, proof }: AdminReset,
): Promise<{ temporaryPassword: string }> {
  demand(ctx.principal, { permission: 'admin' });
  if (proof !== undefined) await demandProof(ctx, deps, proof);
  await change(ctx, async (em) => {
    const [user] = await em.execute<unknown[]>('select 1 from app_user where id = ? and not deleted for update', [userId]);
    if (user === undefined) throw notFound('User', userId);
    await setPassword(em, deps.config, { userId, password, field: 'new_password', mustChange: forceChange });
    await endSessionsOf(em, userId);
    // Whoever was locked out for forgetting it must be able to use the new one at once.
    await forgetAccount(em, userId);
    await recordSecurityEvent(em, {
      kind: 'password_reset_by_admin',
      user_id: userId,
      ip: ctx.ip,
      user_agent: ctx.userAgent,
      details: { must_change: forceChange },
    });
    await orderAccountMail(ctx, deps, 'password_changed', { userId, what: 'An administrator set a new password for your account.', by: ctx.principal.label });
  });
  return { temporaryPassword: password };
}
