import type { EntityManager } from '@mikro-orm/postgresql';
import { invalid } from '../errors.ts';
import { demandGrantable } from './grantable.ts';
import type { Principal } from './principal.ts';

interface NamedRole {
  id: number;
  name: string;
  permissions: string[];
}

/** The roles of these names; throws `validation` when one is unknown or none is given. */
export async function rolesNamed(em: EntityManager, names: readonly string[], field = 'role'): Promise<NamedRole[]> {
  const roles = await em.execute<NamedRole[]>(
    `select r.id, r.name, array(select p.name from role_permission rp join permission p on p.id = rp.permission_id where rp.role_id = r.id) as permissions
       from role r where r.name = any(array[?]::text[])`,
    [[...names]],
  );
  const unknown = names.filter((name) => !roles.some((role) => role.name === name));
  if (unknown.length > 0) throw invalid(field, `There is no role ${unknown.join(', ')}.`);
  if (roles.length === 0) throw invalid(field, 'Give at least one role.');
  return roles;
}

/** Gives a user these roles and no others; what is newly given must be held by whoever gives it. */
export async function setUserRoles(em: EntityManager, principal: Principal, userId: number, names: readonly string[]): Promise<void> {
  const roles = await rolesNamed(em, names);
  const present = await em.execute<{ role_id: number }[]>('select role_id from user_role where user_id = ?', [userId]);
  const fresh = roles.filter(({ id }) => !present.some(({ role_id }) => role_id === id));
  demandGrantable(
    principal,
    fresh.flatMap(({ permissions }) => permissions),
    'role',
  );
  const ids = roles.map(({ id }) => id);
  await em.execute('delete from user_role where user_id = ? and role_id <> all(array[?]::int[])', [userId, ids]);
  if (fresh.length > 0)
    await em.execute('insert into user_role (user_id, role_id) select ?, unnest(array[?]::int[]) on conflict do nothing', [userId, fresh.map(({ id }) => id)]);
}
