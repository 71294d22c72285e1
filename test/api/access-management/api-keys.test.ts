import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedRoles } from '../../../domain/identity/seed-roles.ts';
import { type Answer, type Client, createTestApi, type TestApi } from '../../support/api.ts';

let test: TestApi;
let manager: Client;

beforeAll(async () => {
  test = await createTestApi();
  await seedRoles(test.em());
  manager = await test.staff('manage_api_keys', 'view_customer', 'create_customer', 'view_product');
});
afterAll(() => test.close());

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const make = (more: object = {}): Promise<Answer> => manager('POST', '/crm/api-keys', { name: 'Sync', permissions: ['view_customer'], ...more });
const using = (key: string, path = '/crm/customers', method: 'GET' | 'PUT' = 'GET', body?: object): Promise<Answer> =>
  test.anonymous(method, path, body, { 'x-api-key': key });

describe('an API key', () => {
  it('happy: is shown once, works at once, and is listed masked with its use', async () => {
    const { status, body } = await make({ name: 'Once', description: 'Billing sync', expiry_date: '2099-01-10' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ api_key_id: expect.any(Number), name: 'Once', status: 'active', expiry_date: '2099-01-10T23:59:59.000Z', last_used: null });
    expect(body.api_key).toMatch(/^sk_live_[\w-]{43}$/);
    expect((await using(body.api_key)).status).toBe(200);
    const read = await manager('GET', `/crm/api-keys/${body.api_key_id}`);
    expect(read.body).toMatchObject({ masked_key: `sk_live_...${body.api_key.slice(-4)}`, last_used: expect.any(String), permissions: ['view_customer'] });
    const everything = JSON.stringify([read.body, (await manager('GET', '/crm/api-keys')).body, await test.em().execute('select * from api_key')]);
    expect(everything).not.toContain(body.api_key);
    expect(JSON.stringify(await test.em().execute('select * from activity_log'))).not.toContain(body.api_key);
  });

  it('happy: may do what it was given and no more, and signs the audit trail', async () => {
    const { body } = await make({ name: 'Writer', permissions: ['view_customer', 'create_customer'] });
    const created = await using(body.api_key, '/crm/customer', 'PUT', { customer_name: 'By key' });
    expect(created.status).toBe(200);
    expect((await using(body.api_key, '/crm/product')).status).toBe(403);
    const [row] = await test.em().execute(`select actor_kind, actor_label, api_key_id, user_id from activity_log where entity_label = 'By key'`);
    expect(row).toEqual({ actor_kind: 'api_key', actor_label: 'Writer', api_key_id: body.api_key_id, user_id: null });
  });

  it('happy: is edited; the key itself stays', async () => {
    const { body } = await make({ name: 'Edit' });
    const path = `/crm/api-keys/${body.api_key_id}`;
    expect((await manager('PATCH', path, { name: 'Edited', expiry_date: inDays(10), permissions: ['view_product'] })).body).toMatchObject({
      name: 'Edited',
      status: 'expiring',
      permissions: ['view_product'],
    });
    expect((await using(body.api_key)).status).toBe(403);
    expect((await using(body.api_key, '/crm/product')).status).toBe(200);
    expect((await manager('PATCH', path, { expiry_date: null })).body).toMatchObject({ expiry_date: null, status: 'active' });
  });

  it('happy: is regenerated and revoked; the old one is dead at once', async () => {
    const { body } = await make({ name: 'Rotate' });
    const again = await manager('POST', `/crm/api-keys/${body.api_key_id}/regenerate`);
    expect(again.body).toMatchObject({ name: 'Rotate', permissions: ['view_customer'] });
    expect((await using(body.api_key)).status).toBe(401);
    expect((await using(again.body.api_key)).status).toBe(200);
    expect((await manager('DELETE', `/crm/api-keys/${body.api_key_id}`)).status).toBe(200);
    expect((await using(again.body.api_key)).status).toBe(401);
    expect((await manager('DELETE', `/crm/api-keys/${body.api_key_id}`)).body.error).toMatchObject({ code: 'precondition' });
    expect((await manager('POST', `/crm/api-keys/${body.api_key_id}/regenerate`)).status).toBe(422);
  });

  it('security: ends with its expiry', async () => {
    const { body } = await make({ name: 'Ends', expiry_date: inDays(1) });
    await test.em().execute(`update api_key set expiry_date = now() - interval '1 second' where api_key_id = ?`, [body.api_key_id]);
    expect((await using(body.api_key)).status).toBe(401);
    expect((await manager('GET', `/crm/api-keys/${body.api_key_id}`)).body.status).toBe('expired');
  });

  it('security: works only from its addresses', async () => {
    const { body } = await make({ name: 'Bound', ips: ['10.1.0.0/16', '2001:db8::1'] });
    const from = (address: string): Promise<Response> =>
      Promise.resolve(
        test.api.request('/crm/customers', { headers: { 'x-api-key': body.api_key } }, { incoming: { socket: { remoteAddress: address } } } as never),
      );
    expect((await from('10.1.2.3')).status).toBe(200);
    expect((await from('::ffff:10.1.2.3')).status).toBe(200);
    expect((await from('2001:db8::1')).status).toBe(200);
    expect((await from('10.2.0.1')).status).toBe(401);
    expect((await using(body.api_key)).status).toBe(401);
  });

  it('security: never has more than its maker, now or later', async () => {
    expect((await make({ permissions: ['view_customer', 'admin'] })).body.error).toMatchObject({ code: 'forbidden', field: 'permissions' });
    expect((await make({ permissions: ['view_inventory'] })).status).toBe(403);
    const { body } = await make({ name: 'Bounded' });
    expect((await manager('PATCH', `/crm/api-keys/${body.api_key_id}`, { permissions: ['view_inventory'] })).status).toBe(403);
    const [{ created_by: maker } = { created_by: 0 }] = await test.em().execute<{ created_by: number }[]>('select created_by from api_key limit 1');
    const right = `(select id from permission where name = 'view_customer')`;
    const role = `(select role_id from user_role where user_id = ${maker})`;
    await test.em().execute(`delete from role_permission where role_id = ${role} and permission_id = ${right}`);
    expect((await using(body.api_key)).status).toBe(403);
    await test.em().execute(`insert into role_permission select ${role}, ${right}`);
    expect((await using(body.api_key)).status).toBe(200);
    await test.em().execute('update app_user set deleted = true where id = ?', [maker]);
    expect((await using(body.api_key)).status).toBe(401);
    await test.em().execute('update app_user set deleted = false where id = ?', [maker]);
  });

  it('security: another manager cannot get hold of rights by regenerating it', async () => {
    const { body } = await make({ name: 'Strong' });
    const weak = await test.staff('manage_api_keys');
    expect((await weak('POST', `/crm/api-keys/${body.api_key_id}/regenerate`)).status).toBe(403);
    expect((await using(body.api_key)).status).toBe(200);
  });

  it('security: managing is for those who may, and forged keys are nobody', async () => {
    const other = await test.staff('view_customer');
    for (const [method, path] of [
      ['GET', '/crm/api-keys'],
      ['POST', '/crm/api-keys'],
      ['GET', '/crm/api-keys/1'],
      ['PATCH', '/crm/api-keys/1'],
      ['DELETE', '/crm/api-keys/1'],
      ['POST', '/crm/api-keys/1/regenerate'],
    ] as const)
      expect((await other(method, path, method === 'GET' ? undefined : {})).status).toBe(403);
    expect((await using(`sk_live_${'a'.repeat(43)}`)).status).toBe(401);
    expect((await using('sk_live_')).status).toBe(401);
  });

  it('error: faults are named by field', async () => {
    expect((await make({ name: '' })).body.error).toMatchObject({ code: 'validation', field: 'name' });
    expect((await make({ expiry_date: '2001-01-01' })).body.error).toMatchObject({ code: 'validation', field: 'expiry_date' });
    expect((await make({ expiry_date: 'soon' })).body.error).toMatchObject({ code: 'validation', field: 'expiry_date' });
    expect((await make({ permissions: ['no_such_thing'] })).body.error).toMatchObject({ code: 'validation', field: 'permissions' });
    expect((await make({ permissions: [] })).body.error).toMatchObject({ code: 'validation', field: 'permissions' });
    expect((await make({ ips: ['10.0.0.0/99'] })).body.error).toMatchObject({ code: 'validation', field: 'ips.0' });
    expect((await manager('GET', '/crm/api-keys/999999')).status).toBe(404);
  });
});

describe('the list of keys', () => {
  it('happy: counts, filters, sorts and searches', async () => {
    await test.em().execute('update api_key set revoked_at = now(), key_hash = null where revoked_at is null');
    await make({ name: 'Alpha' });
    await make({ name: 'Beta', expiry_date: inDays(20) });
    const gamma = await make({ name: 'Gamma', description: 'Old friend', expiry_date: inDays(20) });
    await test.em().execute(`update api_key set expiry_date = now() - interval '1 day' where name = 'Gamma'`);
    const list = async (query: string): Promise<string[]> =>
      (await manager('GET', `/crm/api-keys?${query}`)).body.data.map(({ name }: { name: string }) => name);
    expect((await manager('GET', '/crm/api-keys')).body.counters).toEqual({ total: 3, active: 2, expiring: 1, expired: 1 });
    expect(await list('sort=name&order=asc')).toEqual(['Alpha', 'Beta', 'Gamma']);
    expect(await list('sort=expiry_date&order=asc')).toEqual(['Gamma', 'Beta', 'Alpha']);
    expect(await list(`filters=${encodeURIComponent('{"status":["expiring"]}')}`)).toEqual(['Beta']);
    expect(await list('search=friend')).toEqual(['Gamma']);
    expect(await list(`search=${encodeURIComponent(gamma.body.masked_key)}`)).toEqual(['Gamma']);
    expect(await list(`per_page=200&filters=${encodeURIComponent('{"status":["revoked"]}')}`)).toContain('Once');
  });
});
