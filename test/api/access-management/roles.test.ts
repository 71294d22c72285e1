import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissionCatalogue } from '../../../domain/identity/permissions.ts';
import { seedRoles } from '../../../domain/identity/seed-roles.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';

let test: TestApi;
let admin: Client;
let permissions: { id: number; name: string; builtin: boolean }[];

beforeAll(async () => {
  test = await createTestApi();
  await seedRoles(test.em());
  admin = await test.staff('admin');
  permissions = (await admin<typeof permissions>('GET', '/auth/permissions')).body;
});
afterAll(() => test.close());

const idOf = (name: string): number => permissions.find((permission) => permission.name === name)?.id ?? 0;
const newRole = async (name: string): Promise<number> => (await admin('POST', '/auth/roles', { name, description: 'For tests' })).body.id;
const names = (body: { permissions: { name: string }[] }): string[] => body.permissions.map(({ name }) => name);

async function newUser(name: string): Promise<number> {
  const [row] = await test
    .em()
    .execute<{ id: number }[]>(`insert into app_user (username, email, password_hash, first_name, last_name) values (?, ?, 'x', 'Ro', 'Le') returning id`, [
      name,
      `${name}@example.com`,
    ]);
  return row?.id ?? 0;
}

describe('permissions', () => {
  it('happy: the whole catalogue is listed, in its order', () => {
    expect(permissions.map(({ name }) => name)).toEqual([...permissionCatalogue]);
  });

  it('happy: one of the operator’s own can be added, described and removed', async () => {
    const { status, body } = await admin('POST', '/auth/permissions', { name: 'view_example', description: 'Read examples' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'view_example', builtin: false });
    expect((await admin('PUT', `/auth/permissions/${body.id}`, { description: 'Other' })).body.description).toBe('Other');
    expect((await admin('DELETE', `/auth/permissions/${body.id}`)).status).toBe(200);
    expect((await admin('DELETE', `/auth/permissions/${body.id}`)).status).toBe(404);
  });

  it('error: taken or odd names, and the catalogue stays', async () => {
    expect((await admin('POST', '/auth/permissions', { name: 'admin' })).body.error).toMatchObject({ code: 'conflict', field: 'name' });
    expect((await admin('POST', '/auth/permissions', { name: 'Drop Table' })).body.error).toMatchObject({ code: 'validation', field: 'name' });
    expect((await admin('DELETE', `/auth/permissions/${idOf('admin')}`)).body.error).toMatchObject({ code: 'precondition' });
  });
});

describe('roles', () => {
  it('happy: created empty, given and robbed of permissions, renamed, removed', async () => {
    const created = await admin('POST', '/crm/auth/roles', { name: 'Tier2_Support', description: 'Second line' });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({ id: expect.any(Number), name: 'Tier2_Support', description: 'Second line', permissions: [], users: [] });
    const path = `/auth/roles/${created.body.id}`;
    expect(names((await admin('POST', `${path}/permissions`, { permission_id: idOf('view_customer') })).body)).toEqual(['view_customer']);
    const more = { permission_ids: [idOf('view_product'), idOf('view_customer')] };
    expect(names((await admin('POST', `${path}/permissions`, more)).body)).toEqual(['view_customer', 'view_product']);
    expect(names((await admin('PUT', `${path}/permissions`, { permission_ids: [idOf('view_product'), idOf('view_inventory')] })).body)).toEqual([
      'view_inventory',
      'view_product',
    ]);
    expect(names((await admin('DELETE', `${path}/permissions/${idOf('view_product')}`)).body)).toEqual(['view_inventory']);
    expect((await admin('PUT', path, { name: 'Senior_Support' })).body).toMatchObject({ name: 'Senior_Support', description: 'Second line' });
    expect((await admin('DELETE', path)).status).toBe(200);
    expect((await admin('GET', path)).status).toBe(404);
  });

  it('happy: members come and go, and several roles of one user add up at once', async () => {
    const [roleId, userId] = [await newRole('Adders'), await newUser('adder')];
    await admin('POST', `/auth/roles/${roleId}/permissions`, { permission_ids: [idOf('view_customer'), idOf('view_product')] });
    expect((await admin('POST', `/auth/roles/${roleId}/users/${userId}`)).status).toBe(200);
    expect((await admin('POST', `/auth/roles/${roleId}/users/${userId}`)).status).toBe(200);
    expect((await admin('GET', `/auth/roles/${roleId}/users`)).body).toMatchObject([{ id: userId, username: 'adder' }]);
    expect((await admin('GET', `/auth/users/${userId}`)).body).toMatchObject({ roles: ['Adders'], permissions: ['view_customer', 'view_product'] });
    expect((await admin('DELETE', `/auth/roles/${roleId}/users/${userId}`)).status).toBe(200);
    expect((await admin('DELETE', `/auth/roles/${roleId}/users/${userId}`)).status).toBe(404);
  });

  it('happy: what changes is in the audit trail, in words', async () => {
    const userId = await newUser('audited');
    const roleId = await newRole('Audited');
    await admin('POST', `/auth/roles/${roleId}/permissions`, { permission_ids: [idOf('view_customer'), idOf('view_product')] });
    await admin('POST', `/auth/roles/${roleId}/users/${userId}`);
    const { body } = await admin('GET', '/crm/activity?per_page=3');
    expect(body.data.map(({ summary }: { summary: string }) => summary)).toEqual([
      'Test User gave audited@example.com the role Audited',
      'Test User allowed the role “Audited” view_customer and view_product',
      'Test User added the role “Audited”',
    ]);
  });

  it('error: names that are taken in any case, empty or hold a comma; ids that are not there', async () => {
    await newRole('Twice');
    expect((await admin('POST', '/auth/roles', { name: 'twice' })).body.error).toMatchObject({ code: 'conflict', field: 'name' });
    expect((await admin('POST', '/auth/roles', { name: 'a,b' })).body.error).toMatchObject({ code: 'validation', field: 'name' });
    expect((await admin('POST', '/auth/roles', {})).body.error).toMatchObject({ code: 'validation', field: 'name' });
    const path = `/auth/roles/${await newRole('Errors')}`;
    expect((await admin('POST', `${path}/permissions`, {})).body.error).toMatchObject({ code: 'validation', field: 'permission_id' });
    expect((await admin('POST', `${path}/permissions`, { permission_id: 999_999 })).status).toBe(404);
    expect((await admin('DELETE', `${path}/permissions/${idOf('view_customer')}`)).status).toBe(404);
    expect((await admin('POST', `${path}/users/999999`)).status).toBe(404);
    expect((await admin('POST', '/auth/roles/999999/users/1')).status).toBe(404);
  });

  it('security: is for administrators', async () => {
    const support = await test.staff('view_customer', 'manage_api_keys');
    for (const [method, path] of [
      ['GET', '/auth/roles'],
      ['POST', '/auth/roles'],
      ['PUT', '/auth/roles/1'],
      ['DELETE', '/auth/roles/1'],
      ['POST', '/auth/roles/1/permissions'],
      ['PUT', '/auth/roles/1/permissions'],
      ['POST', '/auth/roles/1/users/1'],
      ['GET', '/auth/permissions'],
      ['POST', '/auth/permissions'],
    ] as const)
      expect((await support(method, path, method === 'GET' ? undefined : {})).status, `${method} ${path}`).toBe(403);
  });
});
