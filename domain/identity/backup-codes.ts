import { randomInt, randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AccountKeys } from './account-keys.ts';

/** How many codes a set has (AUTH-8). */
const setSize = 10;
const codeDigits = 8;

/** True for text that may be a backup code; spaces and hyphens people type do not count. */
export const isBackupCode = (code: string): boolean => new RegExp(`^\\d{${codeDigits}}$`).test(plain(code));

/** Makes a set of single-use codes of 8 digits; the caller alone ever sees them. A set for an enrolment stays without effect until that is confirmed. */
export async function issueBackupCodes(em: EntityManager, keys: AccountKeys, userId: number, { pending }: { pending: boolean }): Promise<string[]> {
  const codes = new Set<string>();
  while (codes.size < setSize) codes.add(String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0'));
  await em.execute('delete from backup_code where user_id = ? and (pending or not ?)', [userId, pending]);
  for (const code of codes) {
    await em.execute('insert into backup_code (id, user_id, code_hash, pending) values (?, ?, ?, ?)', [
      randomUUID(),
      userId,
      keys.mac('backup-code', `${userId} ${code}`),
      pending,
    ]);
  }
  return [...codes];
}

/** Puts the pending set in the place of all others. */
export async function activateBackupCodes(em: EntityManager, userId: number): Promise<void> {
  await em.execute('delete from backup_code where user_id = ? and not pending', [userId]);
  await em.execute('update backup_code set pending = false where user_id = ?', [userId]);
}

/** Uses a code up; false when it is none of the user's or was used before. One statement, so that of many at once only one succeeds. */
export async function useBackupCode(em: EntityManager, keys: AccountKeys, userId: number, code: string): Promise<boolean> {
  const hashes = keys.macs('backup-code', `${userId} ${plain(code)}`);
  const used = await em.execute<unknown[]>(
    'update backup_code set used_at = now() where user_id = ? and code_hash in (?) and used_at is null and not pending returning id',
    [userId, hashes],
  );
  return used.length > 0;
}

/** How many codes are left to a user with a second factor; null for others. */
export async function backupCodesLeft(em: EntityManager, { id, is_2fa_enabled }: { id: number; is_2fa_enabled: boolean }): Promise<number | null> {
  if (!is_2fa_enabled) return null;
  const [row] = await em.execute<{ left: number }[]>('select count(*)::int as left from backup_code where user_id = ? and used_at is null and not pending', [
    id,
  ]);
  return row?.left ?? 0;
}

const plain = (code: string): string => code.replace(/[\s-]/g, '');
