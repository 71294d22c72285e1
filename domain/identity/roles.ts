import type { EntityManager } from '@mikro-orm/postgresql';
import { change, type Ctx } from '../context.ts';
import { conflict, notFound } from '../errors.ts';
import { demandAdminLeft, demandGrantable, holdAdmins } from './grantable.ts';
import { demand } from './principal.ts';

const admin = { permission: 'admin' } as const;

/** A permission as roles list it. */
export interface PermissionJson {
  id: number;
  name: string;
  description: string | null;
}

/** A role with its permissions and members. */
export interface RoleJson {
  id: number;
  name: string;
  description: string | null;
  permissions: PermissionJson[];
  users: { id: number; username: string; email: string; first_name: string; last_name: string }[];
}

const select = `select r.id, r.name, r.description,
    coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'description', p.description) order by p.name)
                from role_permission rp join permission p on p.id = rp.permission_id where rp.role_id = r.id), '[]') as permissions,
    coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'username', u.username, 'email', u.email, 'first_name', u.first_name, 'last_name', u.last_name) order by u.last_name, u.first_name, u.id)
                from user_role ur join app_user u on u.id = ur.user_id where ur.role_id = r.id and not u.deleted), '[]') as users
  from role r`;

/** All roles by name (AUTH-11). */
export const listRoles = ({ em }: Ctx): Promise<RoleJson[]> => em.execute<RoleJson[]>(`${select} order by lower(r.name), r.id`);

/** Reads a role; throws `not_found`. */
export const getRole = ({ em }: Ctx, roleId: number): Promise<RoleJson> => readRole(em, roleId);

async function readRole(em: EntityManager, roleId: number): Promise<RoleJson> {
  const [role] = await em.execute<RoleJson[]>(`${select} where r.id = ?`, [roleId]);
  if (role === undefined) throw notFound('Role', roleId);
  return role;
}

/** Makes a role without rights; throws `conflict` when the name is taken. */
export function createRole(ctx: Ctx, { name, description }: { name: string; description?: string | null | undefined }): Promise<RoleJson> {
  demand(ctx.principal, admin);
  return change(ctx, async (em) => {
    await demandFreeName(em, name);
    const [role] = await em.execute<{ id: number }[]>('insert into role (name, description) values (?, ?) returning id', [name, description ?? null]);
    return readRole(em, role?.id ?? 0);
  });
}

/** Changes a role's name or description. */
export function updateRole(
  ctx: Ctx,
  roleId: number,
  { name, description }: { name?: string | undefined; description?: string | null | undefined },
): Promise<RoleJson> {
  demand(ctx.principal, admin);
  return change(ctx, async (em) => {
    const role = await readRole(em, roleId);
    if (name !== undefined) await demandFreeName(em, name, roleId);
    await em.execute('update role set name = ?, description = ? where id = ?', [
      name ?? role.name,
      description === undefined ? role.description : description,
      roleId,
    ]);
    return readRole(em, roleId);
  });
}

/** Removes a role from everybody who has it and then itself; throws `conflict` when nobody could administer the system any more. */
export async function deleteRole(ctx: Ctx, roleId: number): Promise<void> {
  demand(ctx.principal, admin);
  await change(ctx, async (em) => {
    await holdAdmins(em);
    await readRole(em, roleId);
    await em.execute('delete from role where id = ?', [roleId]);
    await demandAdminLeft(em);
  });
}

/** Adds permissions to a role, by id; those it has already stay. */
export function addPermissions(ctx: Ctx, roleId: number, permissionIds: readonly number[]): Promise<RoleJson> {
  demand(ctx.principal, admin);
  return change(ctx, async (em) => {
    await readRole(em, roleId);
    await grant(em, ctx, roleId, permissionIds);
    return readRole(em, roleId);
  });
}

/** Gives a role these permissions and no others. */
export function setPermissions(ctx: Ctx, roleId: number, permissionIds: readonly number[]): Promise<RoleJson> {
  demand(ctx.principal, admin);
  return change(ctx, async (em) => {
    await holdAdmins(em);
    await readRole(em, roleId);
    await em.execute('delete from role_permission where role_id = ? and permission_id <> all(array[?]::int[])', [roleId, [...permissionIds]]);
    await grant(em, ctx, roleId, permissionIds);
    await demandAdminLeft(em);
    return readRole(em, roleId);
  });
}

/** Takes a permission from a role; throws `not_found` when the role does not have it. */
export async function removePermission(ctx: Ctx, roleId: number, permissionId: number): Promise<RoleJson> {
  demand(ctx.principal, admin);
  return change(ctx, async (em) => {
    await holdAdmins(em);
    await readRole(em, roleId);
    const removed = await em.execute<object[]>('delete from role_permission where role_id = ? and permission_id = ? returning role_id', [roleId, permissionId]);
    if (removed.length === 0) throw notFound('Permission', permissionId);
    await demandAdminLeft(em);
    return readRole(em, roleId);
  });
}

async function grant(em: EntityManager, ctx: Ctx, roleId: number, ids: readonly number[]): Promise<void> {
  const wanted = await em.execute<PermissionJson[]>('select id, name, description from permission where id = any(array[?]::int[])', [[...ids]]);
  const unknown = ids.filter((id) => !wanted.some((permission) => permission.id === id));
  if (unknown.length > 0) throw notFound('Permission', unknown.join(', '));
  demandGrantable(
    ctx.principal,
    wanted.map(({ name }) => name),
    'permission_ids',
  );
  await em.execute(
    `insert into role_permission (role_id, permission_id) select ?, wanted from unnest(array[?]::int[]) wanted
      where not exists (select from role_permission has where has.role_id = ? and has.permission_id = wanted)`,
    [roleId, [...new Set(ids)], roleId],
  );
}

async function demandFreeName(em: EntityManager, name: string, except = 0): Promise<void> {
  const taken = await em.execute<object[]>('select 1 from role where lower(name) = lower(?) and id <> ?', [name, except]);
  if (taken.length > 0) throw conflict('Another role has this name.', 'name');
}
