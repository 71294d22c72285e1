import type { EntityManager } from '@mikro-orm/postgresql';
import type { Config } from '../settings/config-schema.ts';
import { createVault } from '../settings/vault.ts';
import { accountKeys } from './account-keys.ts';
import { isBackupCode, useBackupCode } from './backup-codes.ts';
import { stepOfCode } from './totp.ts';

/** Seals a TOTP secret for one user. */
export const sealTotp = (config: Config, userId: number, secret: string): string =>
  createVault(config).seal('identity.totp_secret', JSON.stringify({ userId, secret }));

/** Opens a user's sealed TOTP secret; throws when it was altered, is another's or its key is gone. */
export function openTotp(config: Config, userId: number, sealed: string): string {
  const { userId: owner, secret } = JSON.parse(createVault(config).open('identity.totp_secret', sealed)) as { userId: number; secret: string };
  if (owner !== userId) throw new Error('The sealed secret belongs to another user.');
  return secret;
}

/** What a good code was; undefined for one that is wrong, over or used before. */
export type SpentCode = 'code' | 'backup code' | undefined;

/** Uses up a code of the authenticator app or a backup code. Of the same code sent many times at once one is accepted, now and after any restart. */
export async function spendCode(em: EntityManager, config: Config, userId: number, code: string): Promise<SpentCode> {
  const text = code.replace(/[\s-]/g, '');
  if (isBackupCode(text)) return (await useBackupCode(em, accountKeys(config), userId, text)) ? 'backup code' : undefined;
  const [user] = await em.execute<{ totp_secret: string | null }[]>('select totp_secret from app_user where id = ? and is_2fa_enabled and not deleted', [
    userId,
  ]);
  if (typeof user?.totp_secret !== 'string') return undefined;
  const step = stepOfCode(openTotp(config, userId, user.totp_secret), text);
  if (step === undefined) return undefined;
  const spent = await em.execute<unknown[]>(
    'update app_user set totp_last_step = ? where id = ? and totp_secret = ? and coalesce(totp_last_step, 0) < ? returning id',
    [step, userId, user.totp_secret, step],
  );
  return spent.length > 0 ? 'code' : undefined;
}
