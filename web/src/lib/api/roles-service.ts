import { request, type RequestContext } from './request.ts';

export interface Permission {
  id: number;
  name: string;
  description: string | null;
}

export interface RoleMember {
  id: number;
  username: string;
  email: string;
  first_name: string;
  last_name: string;
}

/** A role with its permissions and members. */
export interface Role {
  id: number;
  name: string;
  description: string | null;
  permissions: Permission[];
  users: RoleMember[];
}

export interface RoleInput {
  name?: string;
  description?: string | null;
}

export function listRoles(context: RequestContext = {}): Promise<Role[]> {
  return request<Role[]>('GET', '/crm/auth/roles', context);
}

export function getRole(id: number, context: RequestContext = {}): Promise<Role> {
  return request<Role>('GET', `/crm/auth/roles/${id}`, context);
}

export function createRole(input: RoleInput): Promise<Role> {
  return request<Role>('POST', '/crm/auth/roles', { body: input });
}

export function updateRole(id: number, input: RoleInput): Promise<Role> {
  return request<Role>('PUT', `/crm/auth/roles/${id}`, { body: input });
}

export async function deleteRole(id: number): Promise<void> {
  await request('DELETE', `/crm/auth/roles/${id}`);
}

/** Gives a role exactly these permissions. */
export function setRolePermissions(id: number, permissionIds: number[]): Promise<Role> {
  return request<Role>('PUT', `/crm/auth/roles/${id}/permissions`, { body: { permission_ids: permissionIds } });
}

export async function addRoleMember(roleId: number, userId: number): Promise<void> {
  await request('POST', `/crm/auth/roles/${roleId}/users/${userId}`);
}

export async function removeRoleMember(roleId: number, userId: number): Promise<void> {
  await request('DELETE', `/crm/auth/roles/${roleId}/users/${userId}`);
}

export function listPermissions(context: RequestContext = {}): Promise<Permission[]> {
  return request<Permission[]>('GET', '/crm/auth/permissions', context);
}
