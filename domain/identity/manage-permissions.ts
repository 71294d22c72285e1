import { change, type Ctx } from '../context.ts';
import { conflict, notFound, precondition } from '../errors.ts';
import { type PermissionName, permissionCatalogue } from './permissions.ts';
import { demand } from './principal.ts';
import type { PermissionJson } from './roles.ts';

const catalogue: ReadonlySet<string> = new Set(permissionCatalogue);

/** A permission and whether it belongs to the built-in catalogue. */
export type ListedPermission = PermissionJson & { builtin: boolean };

/** All permissions, those of the catalogue first and in its order. */
export async function listPermissions({ em }: Ctx): Promise<ListedPermission[]> {
  const rows = await em.execute<PermissionJson[]>('select id, name, description from permission order by name');
  const place = (name: string): number => {
    const index = permissionCatalogue.indexOf(name as PermissionName);
    return index === -1 ? permissionCatalogue.length : index;
  };
  return rows.map((row) => ({ ...row, builtin: catalogue.has(row.name) })).sort((a, b) => place(a.name) - place(b.name));
}

/** Adds a permission of the operator's own (rare, chapter 38); throws `conflict` when the name is taken. */
export function createPermission(ctx: Ctx, { name, description }: { name: string; description?: string | null | undefined }): Promise<ListedPermission> {
  demand(ctx.principal, { permission: 'admin' });
  return change(ctx, async (em) => {
    const [made] = await em.execute<PermissionJson[]>(
      'insert into permission (name, description) values (?, ?) on conflict (name) do nothing returning id, name, description',
      [name, description ?? null],
    );
    if (made === undefined) throw conflict('There is a permission of this name already.', 'name');
    return { ...made, builtin: catalogue.has(name) };
  });
}

/** Changes what a permission is described as. */
export function describePermission(ctx: Ctx, permissionId: number, description: string | null): Promise<ListedPermission> {
  demand(ctx.principal, { permission: 'admin' });
  return change(ctx, async (em) => {
    const [row] = await em.execute<PermissionJson[]>('update permission set description = ? where id = ? returning id, name, description', [
      description,
      permissionId,
    ]);
    if (row === undefined) throw notFound('Permission', permissionId);
    return { ...row, builtin: catalogue.has(row.name) };
  });
}

/** Removes a permission of the operator's own, from roles too; those of the catalogue stay (`precondition`). */
export function deletePermission(ctx: Ctx, permissionId: number): Promise<void> {
  demand(ctx.principal, { permission: 'admin' });
  return change(ctx, async (em) => {
    const [row] = await em.execute<{ name: string }[]>('select name from permission where id = ? for update', [permissionId]);
    if (row === undefined) throw notFound('Permission', permissionId);
    if (catalogue.has(row.name)) throw precondition('Permissions of the built-in catalogue cannot be removed.');
    await em.execute('delete from permission where id = ?', [permissionId]);
  });
}
