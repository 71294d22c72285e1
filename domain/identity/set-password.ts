import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { invalid } from '../errors.ts';
import type { Config } from '../settings/config-schema.ts';
import { endLinks } from './account-link.ts';
import { hashPassword, passwordMatches } from './hash-password.ts';
import { demandGoodPassword } from './password-rules.ts';

/** A new password for a user; `field` is the request's key it came in. */
export interface NewPassword {
  userId: number;
  password: string;
  field: string;
  /** True for one that somebody else knows: its owner must change it first thing. */
  mustChange?: boolean;
}

/**
 * Sets a password, in the caller's transaction: it must fit the rules and be none of the last ones (`security.password_history`),
 * else `validation`. Open links to set one, and challenges of sign-ins under way, become worthless.
 */
export async function setPassword(
  em: EntityManager,
  { security }: Pick<Config, 'security'>,
  { userId, password, field, mustChange = false }: NewPassword,
): Promise<void> {
  demandGoodPassword(password, field);
  await demandFresh(em, userId, password, field, security.password_history);
  const hash = await hashPassword(password);
  await em.execute(`insert into password_history (id, user_id, password_hash) select ?, id, password_hash from app_user where id = ? and ?::int > 0`, [
    randomUUID(),
    userId,
    security.password_history,
  ]);
  await em.execute(
    `delete from password_history where user_id = ? and id not in (select id from password_history where user_id = ? order by created desc limit ?)`,
    [userId, userId, Math.max(security.password_history - 1, 0)],
  );
  await em.execute('update app_user set password_hash = ?, password_changed_at = now(), force_password_change = ?, last_modified = now() where id = ?', [
    hash,
    mustChange,
    userId,
  ]);
  await endLinks(em, userId, 'password');
}

async function demandFresh(em: EntityManager, userId: number, password: string, field: string, remembered: number): Promise<void> {
  if (remembered === 0) return;
  const hashes = await em.execute<{ password_hash: string }[]>(
    `(select password_hash from app_user where id = ?) union all
     (select password_hash from password_history where user_id = ? order by created desc limit ?)`,
    [userId, userId, remembered - 1],
  );
  for (const { password_hash } of hashes) {
    if (await passwordMatches(password, password_hash)) throw invalid(field, `You had this password before; the last ${remembered} cannot be used again.`);
  }
}
