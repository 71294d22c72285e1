import type { EntityManager } from '@mikro-orm/postgresql';
import { conflict, DomainError, invalid } from '../errors.ts';
import { holds, type Principal } from './principal.ts';
import type { PermissionName } from './permissions.ts';

/** Throws `forbidden` when somebody gives away what they do not hold themselves; `admin` holds all. */
export function demandGrantable(principal: Principal, permissions: readonly string[], field: string): void {
  const beyond = permissions.filter((name) => !holds(principal, name as PermissionName));
  if (beyond.length > 0) throw new DomainError('forbidden', `You cannot give what you do not have: ${beyond.join(', ')}.`, { field });
}

/** Throws `validation` when one of the names is no permission. */
export async function demandPermissions(em: EntityManager, names: readonly string[], field: string): Promise<void> {
  const known = await em.execute<{ name: string }[]>('select name from permission where name = any(array[?]::text[])', [[...names]]);
  const unknown = names.filter((name) => !known.some((permission) => permission.name === name));
  if (unknown.length > 0) throw invalid(field, `There is no permission ${unknown.join(', ')}.`);
}

/** Makes changes of administrators wait for one another: two that each leave one other would leave none. Ends with the transaction. */
export async function holdAdmins(em: EntityManager): Promise<void> {
  await em.execute(`select pg_advisory_xact_lock(hashtextextended('administrators', 0))`);
}

/** Throws `conflict` when the change just made would leave nobody with the permission `admin`. */
export async function demandAdminLeft(em: EntityManager): Promise<void> {
  const [left] = await em.execute<object[]>(
    `select from app_user u join user_role ur on ur.user_id = u.id join role_permission rp on rp.role_id = ur.role_id join permission p on p.id = rp.permission_id
      where p.name = 'admin' and not u.deleted limit 1`,
  );
  if (left === undefined) throw conflict('This would leave nobody who may administer the system.');
}
