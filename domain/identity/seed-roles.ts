import type { EntityManager } from '@mikro-orm/postgresql';
import { permissionCatalogue, seededRoles } from './permissions.ts';

/**
 * Makes the permission catalogue and, once each, the roles an installation starts with (AUTH-11). Safe to run at every
 * start and in several processes at once; what an operator changed, renamed or deleted stays as it is.
 */
export async function seedRoles(em: EntityManager): Promise<void> {
  await em.transactional(async (tx) => {
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('seed-roles', 0))`);
    await tx.execute(`insert into permission (name) select unnest(array[?]::text[]) on conflict (name) do nothing`, [[...permissionCatalogue]]);
    const fresh = await tx.execute<{ name: string }[]>(
      `insert into seeded_role (name) select unnest(array[?]::text[]) on conflict (name) do nothing returning name`,
      [Object.keys(seededRoles)],
    );
    for (const { name } of fresh) await seedRole(tx, name);
  });
}

async function seedRole(em: EntityManager, name: string): Promise<void> {
  const role = seededRoles[name];
  if (role === undefined) return;
  await em.execute(
    `with made as (insert into role (name, description) values (?, ?) on conflict (name) do nothing returning id)
     insert into role_permission (role_id, permission_id)
     select made.id, permission.id from made, permission where permission.name = any(array[?]::text[])`,
    [name, role.description, [...role.permissions]],
  );
}
