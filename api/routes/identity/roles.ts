import { z } from '@hono/zod-openapi';
import { createPermission, deletePermission, describePermission, listPermissions } from '../../../domain/identity/manage-permissions.ts';
import { addMember, membersOf, removeMember } from '../../../domain/identity/role-members.ts';
import { addPermissions, createRole, deleteRole, getRole, listRoles, removePermission, setPermissions, updateRole } from '../../../domain/identity/roles.ts';
import { invalid } from '../../../domain/errors.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { id, optionalText, text } from '../../schemas/contract.ts';

const tag = 'users and roles';
const policy = { permission: 'admin' } as const;
const both = (path: string) => ({ path: `/crm/auth${path}`, aliases: [`/auth${path}`], policy, tag });
const roleParams = z.object({ role_id: id() });

const permissionShape = z.object({ id: z.int(), name: z.string(), description: z.string().nullable() }).openapi('Permission');
const listedPermission = permissionShape.extend({ builtin: z.boolean() }).openapi('ListedPermission');
const memberShape = z.object({ id: z.int(), username: z.string(), email: z.string(), first_name: z.string(), last_name: z.string() }).openapi('RoleMember');
const roleShape = z
  .object({ id: z.int(), name: z.string(), description: z.string().nullable(), permissions: z.array(permissionShape), users: z.array(memberShape) })
  .openapi('Role');
// A comma separates the names of several roles in a user's “role”.
const roleName = text(100, 1).refine((name) => !name.includes(','), 'must not contain a comma');
const newRole = z.object({ name: roleName, description: optionalText(1000).optional() }).openapi('NewRole');
const roleChange = z.object({ name: roleName.optional(), description: optionalText(1000).optional() }).openapi('RoleChange');
const permissionIds = z.array(id()).max(1000);
const addition = z.object({ permission_id: id().optional(), permission_ids: permissionIds.optional() }).openapi('RolePermissions');
const whole = z.object({ permission_ids: permissionIds }).openapi('AllRolePermissions');
const permissionName = z.string('must be text').regex(/^[a-z][a-z0-9_]{2,99}$/, 'must be lower-case letters, digits and underscores, such as view_example');
const newPermission = z.object({ name: permissionName, description: optionalText(1000).optional() }).openapi('NewPermission');
const done = z.object({ message: z.string() });

/** Roles, their permissions and members, and the permission catalogue (AUTH-11, chapter 38); also without `/crm`. */
export function roleRoutes(api: Api, deps: ApiDeps): void {
  crudRoutes(api, deps);
  rightsRoutes(api, deps);
  memberRoutes(api, deps);
  permissionRoutes(api);
}

function crudRoutes(api: Api, { principals = noCache }: ApiDeps): void {
  const one = { ...both('/roles/{role_id}'), params: roleParams, response: roleShape };
  endpoint(api, { method: 'get', ...both('/roles'), summary: 'List roles with their permissions and members', response: z.array(roleShape) }, (ctx) =>
    listRoles(ctx),
  );
  endpoint(api, { method: 'post', ...both('/roles'), summary: 'Create a role', body: newRole, response: roleShape, status: 201 }, (ctx, { body }) =>
    createRole(ctx, body),
  );
  endpoint(api, { method: 'get', ...one, summary: 'Read a role' }, (ctx, { params }) => getRole(ctx, params.role_id));
  endpoint(api, { method: 'put', ...one, summary: 'Rename or describe a role', body: roleChange }, (ctx, { params, body }) =>
    updateRole(ctx, params.role_id, body),
  );
  endpoint(api, { method: 'delete', ...one, summary: 'Remove a role, from its members too', response: done }, async (ctx, { params }) => {
    await deleteRole(ctx, params.role_id);
    principals.forget();
    return { message: 'The role was removed.' };
  });
}

function rightsRoutes(api: Api, { principals = noCache }: ApiDeps): void {
  const all = { ...both('/roles/{role_id}/permissions'), params: roleParams, response: roleShape };
  endpoint(api, { method: 'post', ...all, summary: 'Add one permission or several to a role', body: addition }, async (ctx, { params, body }) => {
    const ids = [...(body.permission_id === undefined ? [] : [body.permission_id]), ...(body.permission_ids ?? [])];
    if (ids.length === 0) throw invalid('permission_id', 'permission_id: is missing.');
    const role = await addPermissions(ctx, params.role_id, ids);
    principals.forget();
    return role;
  });
  endpoint(api, { method: 'put', ...all, summary: 'Give a role exactly these permissions', body: whole }, async (ctx, { params, body }) => {
    const role = await setPermissions(ctx, params.role_id, body.permission_ids);
    principals.forget();
    return role;
  });
  const one = { ...both('/roles/{role_id}/permissions/{permission_id}'), params: z.object({ role_id: id(), permission_id: id() }) };
  endpoint(api, { method: 'delete', ...one, summary: 'Take a permission from a role', response: roleShape }, async (ctx, { params }) => {
    const role = await removePermission(ctx, params.role_id, params.permission_id);
    principals.forget();
    return role;
  });
}

function memberRoutes(api: Api, { principals = noCache }: ApiDeps): void {
  const member = { ...both('/roles/{role_id}/users/{user_id}'), params: z.object({ role_id: id(), user_id: id() }), response: done };
  endpoint(
    api,
    { method: 'get', ...both('/roles/{role_id}/users'), summary: 'List the members of a role', params: roleParams, response: z.array(memberShape) },
    (ctx, { params }) => membersOf(ctx, params.role_id),
  );
  endpoint(api, { method: 'post', ...member, summary: 'Give a user a role' }, async (ctx, { params }) => {
    await addMember(ctx, params.role_id, params.user_id);
    principals.forget();
    return { message: 'The user has the role.' };
  });
  endpoint(api, { method: 'delete', ...member, summary: 'Take a role from a user' }, async (ctx, { params }) => {
    await removeMember(ctx, params.role_id, params.user_id);
    principals.forget();
    return { message: 'The user no longer has the role.' };
  });
}

function permissionRoutes(api: Api): void {
  const one = { ...both('/permissions/{permission_id}'), params: z.object({ permission_id: id() }) };
  endpoint(api, { method: 'get', ...both('/permissions'), summary: 'List the permissions there are', response: z.array(listedPermission) }, (ctx) =>
    listPermissions(ctx),
  );
  endpoint(
    api,
    { method: 'post', ...both('/permissions'), summary: 'Add a permission of one’s own (rare)', body: newPermission, response: listedPermission, status: 201 },
    (ctx, { body }) => createPermission(ctx, body),
  );
  endpoint(
    api,
    { method: 'put', ...one, summary: 'Describe a permission', body: z.object({ description: optionalText(1000) }), response: listedPermission },
    (ctx, { params, body }) => describePermission(ctx, params.permission_id, body.description),
  );
  endpoint(api, { method: 'delete', ...one, summary: 'Remove a permission that is not built in', response: done }, async (ctx, { params }) => {
    await deletePermission(ctx, params.permission_id);
    return { message: 'The permission was removed.' };
  });
}
