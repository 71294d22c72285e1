import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealStoredPasswords } from '../../../domain/inventory/item-password.ts';
import { reserveItems } from '../../../domain/inventory/reserve-stock.ts';
import { createVault } from '../../../domain/settings/vault.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert, insertProvision, insertService } from '../../support/seed.ts';

let api: TestApi;
let staff: Client;
let customerId: number;
let otherId: number;

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('view_inventory', 'create_inventory', 'update_inventory', 'delete_inventory');
  customerId = await insert(api.em(), 'customer', { customer_name: 'Jane' });
  otherId = await insert(api.em(), 'customer', { customer_name: 'John' });
  await insert(api.em(), 'inventory_template', { item: 'CPE', itemtext1_label: 'MAC' });
});
afterAll(() => api.close());

let serial = 0;
const make = async (fields: object = {}): Promise<{ inventory_id: number } & Record<string, unknown>> => {
  serial += 1;
  const { status, body } = await staff('PUT', '/crm/inventory', { item: 'CPE', itemtext1: `AA:${serial}`, ...fields });
  expect(status).toBe(200);
  return body;
};
const path = (item: { inventory_id: number }, rest = ''): string => `/crm/inventory/inventory_id/${item.inventory_id}${rest}`;

describe('history', () => {
  test('tells who did what, newest first, with the customer’s name', async () => {
    const item = await make({ item_location: 'Shelf 1' });
    await staff('PATCH', path(item), { customer_id: customerId, item_state: 'Assigned' });
    await staff('PATCH', path(item), { customer_id: null, item_state: 'Used', item_location: 'Shelf 2' });
    await staff('PATCH', path(item), { inventory_notes: 'nothing that moves it' });
    const { body } = await staff('GET', path(item, '/history'));
    expect(body.pagination.total_items).toBe(3);
    expect(body.data.map((entry: { kind: string }) => entry.kind)).toEqual(['changed', 'changed', 'created']);
    expect(body.data[0]).toMatchObject({
      from_state: 'Assigned',
      to_state: 'Used',
      from_customer_id: customerId,
      from_customer_name: 'Jane',
      to_location: 'Shelf 2',
    });
    expect(body.data[1]).toMatchObject({ from_state: 'New', to_state: 'Assigned', to_customer_name: 'Jane', actor: expect.stringContaining('@example.com') });
    expect(body.data[2]).toMatchObject({ from_state: null, to_state: 'New', to_location: 'Shelf 1', user_id: expect.any(Number) });
  });

  test('holds what jobs and plays did, by the job’s number', async () => {
    const item = await make();
    const job = await insertProvision(api.em(), customerId);
    await api.em().transactional((em) => reserveItems(em, job, [{ item: 'CPE', inventory_id: item.inventory_id }]));
    const play = await api.play(job);
    expect((await play('PATCH', path(item), { customer_id: customerId, item_state: 'Assigned' })).status).toBe(200);
    const { body } = await staff('GET', path(item, '/history'));
    expect(body.data[0]).toMatchObject({ to_state: 'Assigned', provision_id: job });
    expect(body.data[1]).toMatchObject({ to_reserved_provision_id: job, provision_id: job });
  });

  test('a customer sees its own part, without who on the staff it was', async () => {
    const item = await make();
    await staff('PATCH', path(item), { customer_id: otherId, item_state: 'Assigned' });
    await staff('PATCH', path(item), { customer_id: null, item_state: 'Used' });
    await staff('PATCH', path(item), { customer_id: customerId, item_state: 'Assigned' });
    const tenant = await api.customerUser(customerId, 'view_own_inventory');
    const { body } = await tenant('GET', path(item, '/history'));
    expect(body.data).toHaveLength(1);
    expect(body.data[0]).toMatchObject({ to_customer_id: customerId, actor: null, user_id: null });
    const stranger = await api.customerUser(otherId, 'view_own_inventory');
    expect((await stranger('GET', path(item, '/history'))).status).toBe(404);
    expect((await api.anonymous('GET', path(item, '/history'))).status).toBe(401);
  });
});

describe('management password', () => {
  test('is sealed at rest, left out of items and lists, and shown when asked for', async () => {
    const item = await make({ management_password: 'Router!23', customer_id: customerId });
    const [row] = await api
      .em()
      .execute<{ management_password: string }[]>('select management_password from inventory where inventory_id = ?', [item.inventory_id]);
    expect(row?.management_password).toMatch(/^sealed\.v1\./);
    for (const answer of [await staff('GET', path(item)), await staff('GET', '/crm/inventory'), await staff('GET', `/crm/inventory/customer_id/${customerId}`)])
      expect(JSON.stringify(answer.body)).not.toMatch(/Router!23|sealed\.v1|"management_password"/);
    expect((await staff('GET', path(item))).body.has_management_password).toBe(true);
    expect((await staff('GET', path(item, '/management_password'))).body).toEqual({ management_password: 'Router!23' });
    expect((await staff('GET', path(await make(), '/management_password'))).status).toBe(404);
  });

  test('needs update_inventory, and is no customer’s', async () => {
    const item = await make({ management_password: 'Router!23', customer_id: customerId });
    for (const caller of [await api.staff('view_inventory'), await api.customerUser(customerId, 'view_own_inventory', 'update_inventory')])
      expect((await caller('GET', path(item, '/management_password'))).status).toBe(403);
    expect((await api.anonymous('GET', path(item, '/management_password'))).status).toBe(401);
  });

  test('plays receive it as before, also in the lists they read', async () => {
    const serviceId = await insertService(api.em(), customerId);
    const job = await insertProvision(api.em(), customerId, { action: 'deprovision', service_id: serviceId });
    const item = await make({ management_password: 'Router!23', config_content: 'ssid=x', service_id: serviceId, item_state: 'Assigned' });
    const play = await api.play(job);
    expect((await play('GET', path(item))).body).toMatchObject({ management_password: 'Router!23', config_content: 'ssid=x' });
    expect((await play('GET', `/crm/inventory/service_id/${serviceId}`)).body.data[0]).toMatchObject({ management_password: 'Router!23' });
    const changed = await play('PATCH', path(item), { management_password: 'New!45' });
    expect(changed.body.management_password).toBe('New!45');
  });

  test('what was stored plain, or under an older key, is sealed once', async () => {
    const old = await make({ management_password: 'kept' });
    const plain = await make();
    await api.em().execute('update inventory set management_password = ? where inventory_id = ?', ['plain', plain.inventory_id]);
    expect((await staff('GET', path(plain, '/management_password'))).body.management_password).toBe('plain');
    const vault = createVault({ ...api.deps.config, encryption_key: 'a-new-key-that-is-32-characters-long' });
    expect(await sealStoredPasswords(api.em(), vault)).toBeGreaterThanOrEqual(2);
    expect(await sealStoredPasswords(api.em(), vault)).toBe(0);
    const rows = await api
      .em()
      .execute<{ management_password: string }[]>('select management_password from inventory where inventory_id in (?, ?) order by 1', [
        old.inventory_id,
        plain.inventory_id,
      ]);
    expect(rows.map((row) => vault.open('inventory.management_password', row.management_password)).sort()).toEqual(['kept', 'plain']);
  });
});

describe('configuration versions', () => {
  test('each change is kept with who made it, and can be made the configuration again', async () => {
    const item = await make({ config_content: 'ssid=one' });
    await staff('PATCH', path(item), { config_content: 'ssid=two' });
    await staff('PATCH', path(item), { config_content: 'ssid=two' });
    const versions = path(item, '/config_version');
    expect((await staff('GET', versions)).body.data).toMatchObject([
      { version: 2, length: 8, user_id: expect.any(Number) },
      { version: 1, restored_version: null },
    ]);
    expect((await staff('GET', `${versions}/1`)).body).toMatchObject({ version: 1, content: 'ssid=one' });
    expect((await staff('POST', `${versions}/1/restore`)).body.data[0]).toMatchObject({ version: 3, restored_version: 1 });
    expect((await staff('GET', path(item))).body.config_content).toBe('ssid=one');
  });

  test('unknown versions are 404, and others than those who change stock see none', async () => {
    const item = await make({ config_content: 'psk=1', customer_id: customerId });
    const versions = path(item, '/config_version');
    expect((await staff('GET', `${versions}/9`)).status).toBe(404);
    expect((await staff('POST', `${versions}/9/restore`)).status).toBe(404);
    expect((await staff('GET', `${versions}/x`)).status).toBe(400);
    for (const caller of [await api.staff('view_inventory'), await api.customerUser(customerId, 'view_own_inventory', 'update_inventory')])
      for (const [method, url] of [
        ['GET', versions],
        ['GET', `${versions}/1`],
        ['POST', `${versions}/1/restore`],
      ] as const)
        expect((await caller(method, url)).status).toBe(403);
  });
});

describe('QR code', () => {
  test.each(['https://192.168.1.1', 'LPA:1$smdp.example.com$ABC-123', '1$smdp.example.com$ABC-123'])(
    'of %s is an SVG of the size asked for',
    async (management_url) => {
      const item = await make({ management_url });
      const { status, body } = await staff('GET', path(item, '/qr_code?size=64'));
      expect(status).toBe(200);
      expect(body).toMatch(/^<svg width="64" height="64"/);
    },
  );

  test('of a bare activation code is that of the one with LPA: in front', async () => {
    const [bare, full] = [await make({ management_url: '1$smdp.example.com$A' }), await make({ management_url: 'LPA:1$smdp.example.com$A' })];
    expect((await staff('GET', path(bare, '/qr_code'))).body).toBe((await staff('GET', path(full, '/qr_code'))).body);
  });

  test('an item without an address has none; a size out of bounds and strangers are refused', async () => {
    const item = await make();
    expect((await staff('GET', path(item, '/qr_code'))).status).toBe(404);
    expect((await staff('GET', path(item, '/qr_code?size=9'))).status).toBe(400);
    const [own, others] = [
      await make({ management_url: 'https://a', customer_id: customerId }),
      await make({ management_url: 'https://b', customer_id: otherId }),
    ];
    const tenant = await api.customerUser(customerId, 'view_own_inventory');
    expect((await tenant('GET', path(own, '/qr_code'))).status).toBe(200);
    expect((await tenant('GET', path(others, '/qr_code'))).status).toBe(404);
    expect((await (await api.staff('view_product'))('GET', path(own, '/qr_code'))).status).toBe(403);
  });
});
