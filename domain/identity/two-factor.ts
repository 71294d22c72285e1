import type { EntityManager } from '@mikro-orm/postgresql';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import { change, type Ctx } from '../context.ts';
import { conflict, invalid, precondition } from '../errors.ts';
import { accountKeys } from './account-keys.ts';
import { activateBackupCodes, issueBackupCodes } from './backup-codes.ts';
import { demandPassword } from './check-password.ts';
import { demandOwnAccount } from './demand-own-account.ts';
import { demandProof, type Proof } from './demand-proof.ts';
import { attemptSources, giveAttemptBack, takeAttempt } from './login-throttle.ts';
import { type AccountDeps, orderAccountMail } from './order-account-mail.ts';
import { openTotp, sealTotp, spendCode } from './spend-code.ts';
import { newTotpSecret, stepOfCode, totpUri } from './totp.ts';

/** An enrolment to be confirmed; nobody sees these again. */
export interface Enrolment {
  secret: string;
  /** otpauth:// address, for a QR code. */
  uri: string;
  backupCodes: string[];
}

/** Begins the enrolment of one's own account, after the password; nothing counts before it is confirmed. Throws `conflict` when there is a second factor. */
export async function enableTwoFactor(ctx: Ctx, deps: AccountDeps, { userId, password }: { userId: number; password: string }): Promise<Enrolment> {
  const own = demandOwnAccount(ctx.principal, userId);
  await demandPassword(ctx, { ...own, password, field: 'password' });
  return change(ctx, async (em) => {
    const [user] = await em.execute<{ is_2fa_enabled: boolean }[]>('select is_2fa_enabled from app_user where id = ? for update', [userId]);
    if (user?.is_2fa_enabled) throw conflict('Two-factor authentication is on already; use a backup code to move it to a new device.');
    return beginEnrolment(em, deps, userId);
  });
}

/** Confirms an enrolment with a first code, which is then used up; it and its backup codes replace whatever was before. Throws `validation` for a wrong code. */
export async function confirmTwoFactor(ctx: Ctx, deps: AccountDeps, { userId, code }: { userId: number; code: string }): Promise<void> {
  demandOwnAccount(ctx.principal, userId);
  await change(ctx, async (em) => {
    const [user] = await em.execute<{ totp_pending: string | null }[]>('select totp_pending from app_user where id = ? for update', [userId]);
    if (typeof user?.totp_pending !== 'string') throw precondition('There is no enrolment to confirm; begin with your password.');
    const step = stepOfCode(openTotp(deps.config, userId, user.totp_pending), code.replace(/\s/g, ''));
    if (step === undefined) throw invalid('code', 'The code is not right. Check that the clock of your device is set automatically.');
    await em.execute(
      `update app_user set totp_secret = totp_pending, totp_pending = null, is_2fa_enabled = true, totp_last_step = ?, last_modified = now() where id = ?`,
      [step, userId],
    );
    await activateBackupCodes(em, userId);
    await note(em, ctx, 'two_factor_enabled', userId);
    await orderAccountMail(ctx, deps, 'security_notice', { userId, what: 'Two-factor authentication was set up for your account.' });
  });
}

/** Makes a new set of backup codes, for oneself or, as an administrator, for somebody, after a proof; the old set dies. Throws `precondition` without a second factor. */
export async function regenerateBackupCodes(ctx: Ctx, deps: AccountDeps, userId: number, proof: Proof = {}): Promise<string[]> {
  if (!ctx.principal.permissions.has('admin') || ctx.principal.userId === userId) demandOwnAccount(ctx.principal, userId);
  await demandProof(ctx, deps, proof);
  return change(ctx, async (em) => {
    const [user] = await em.execute<{ is_2fa_enabled: boolean }[]>('select is_2fa_enabled from app_user where id = ? and not deleted for update', [userId]);
    if (user?.is_2fa_enabled !== true) throw precondition('This account has no two-factor authentication.');
    const codes = await issueBackupCodes(em, accountKeys(deps.config), userId, { pending: false });
    await note(em, ctx, 'backup_codes_regenerated', userId);
    await orderAccountMail(ctx, deps, 'security_notice', { userId, what: 'New backup codes were made for your account; the old ones no longer work.' });
    return codes;
  });
}

/** Begins the enrolment of a new device with a backup code, which is used up. Until the new one is confirmed the old one goes on. Throws `validation` for a bad code, `limit_exceeded` after 5 of them. */
export async function moveTwoFactor(ctx: Ctx, deps: AccountDeps, { userId, backupCode }: { userId: number; backupCode: string }): Promise<Enrolment> {
  const { sessionId } = demandOwnAccount(ctx.principal, userId);
  const sources = attemptSources({ what: 'code', account: String(userId), ip: ctx.ip, deviceId: sessionId });
  await takeAttempt(ctx.em, sources);
  const enrolment = await change(ctx, async (em) => {
    const [user] = await em.execute<{ is_2fa_enabled: boolean }[]>('select is_2fa_enabled from app_user where id = ? for update', [userId]);
    if (user?.is_2fa_enabled !== true) throw precondition('This account has no two-factor authentication.');
    if ((await spendCode(em, deps.config, userId, backupCode)) !== 'backup code') throw invalid('backup_code', 'This backup code is wrong or was used before.');
    await note(em, ctx, 'two_factor_moving', userId);
    await orderAccountMail(ctx, deps, 'security_notice', { userId, what: 'A backup code was used to set up two-factor authentication on a new device.' });
    return beginEnrolment(em, deps, userId);
  });
  await giveAttemptBack(ctx.em, sources);
  return enrolment;
}

async function beginEnrolment(em: EntityManager, { config }: AccountDeps, userId: number): Promise<Enrolment> {
  const [user] = await em.execute<{ email: string }[]>('select email::text as email from app_user where id = ?', [userId]);
  const secret = newTotpSecret();
  await em.execute('update app_user set totp_pending = ? where id = ?', [sealTotp(config, userId, secret), userId]);
  const backupCodes = await issueBackupCodes(em, accountKeys(config), userId, { pending: true });
  return { secret, uri: totpUri(secret, config.branding.company_name, user?.email ?? String(userId)), backupCodes };
}

const note = (em: EntityManager, ctx: Ctx, kind: string, userId: number): Promise<void> =>
  recordSecurityEvent(em, { kind, user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
