import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, TestApi } from '../../support/api.ts';
import { insertService } from '../../support/seed.ts';
import { ids, openStock, path, type StockApi } from './support.ts';

let api: TestApi;
let staff: Client;
let customerId: number;
let otherId: number;
let make: StockApi['make'];

beforeAll(async () => {
  ({ api, staff, customerId, otherId, make } = await openStock());
});
afterAll(() => api.close());

describe('happy', () => {
  test('an item is made from its template, read under its labels, and removed', async () => {
    const item = await make({ item_location: 'Warehouse A', latitude: '-33.8688', longitude: '151.2093', management_url: 'LPA:1$mdp.example$CODE' });
    expect(item).toMatchObject({
      item: 'SIM Card',
      item_state: 'New',
      wholesale_cost: 2.5,
      retail_cost: 10,
      latitude: -33.8688,
      sold_date: null,
      customer_id: null,
      management_url: 'LPA:1$mdp.example$CODE',
    });
    expect(item).toMatchObject({ iccid: item.itemtext1, imsi: item.itemtext2, ki: item.itemtext3 });
    expect(item.plus_code).toMatch(/^4RRH46J5\+/);
    expect((await staff('GET', path(item))).body).toEqual(item);
    expect((await staff('DELETE', path(item))).status).toBe(200);
    expect((await staff('GET', path(item))).status).toBe(404);
    const number = await make({ item: 'Mobile Number', itemtext1: '+447700900123' });
    expect(number).toMatchObject({ phone_number: '+447700900123', msisdn: '+447700900123' });
  });

  test('the documented examples are accepted as they stand', async () => {
    const serviceId = await insertService(api.em(), customerId);
    const item = await make({
      itemtext1: '8961234567890123456',
      item_state: 'Assigned',
      customer_id: customerId,
      service_id: serviceId,
      sold_date: '2025-01-15T10:30:00Z',
      plus_code: '4RRH+2C Melbourne VIC',
      latitude: '-37.8136',
      longitude: '144.9631',
    });
    expect(item).toMatchObject({
      item_state: 'Assigned',
      customer_id: customerId,
      service_id: serviceId,
      sold_date: '2025-01-15T10:30:00.000Z',
      plus_code: '4RRH+2C Melbourne VIC',
    });
    expect((await staff('GET', `/crm/inventory/customer_id/${customerId}`)).body.data).toContainEqual(item);
    expect((await staff('GET', `/crm/inventory/service_id/${serviceId}`)).body).toEqual({ data: [item] });
  });

  test('staff assign and take back', async () => {
    const item = await make();
    const serviceId = await insertService(api.em(), customerId);
    const assigned = (await staff('PATCH', path(item), { service_id: String(serviceId), item_state: 'Assigned' })).body;
    expect(assigned).toMatchObject({ customer_id: customerId, service_id: serviceId, item_state: 'Assigned' });
    expect(Date.parse(assigned.sold_date)).toBeGreaterThan(0);
    const back = (await staff('PATCH', path(item), { customer_id: null, service_id: null, item_state: 'In Stock' })).body;
    expect(back).toMatchObject({ customer_id: null, service_id: null, item_state: 'In Stock', sold_date: null });
  });

  test('the list is searched, filtered and sorted', async () => {
    const item = await make({ itemtext1: '895577', itemtext2: '999111222', item_location: 'Kiosk' });
    for (const search of ['895577', '99911', String(item.inventory_id)]) {
      expect(ids((await staff('GET', `/crm/inventory/?search=${search}`)).body.data)).toContain(item.inventory_id);
    }
    const filters = encodeURIComponent(JSON.stringify({ item: ['SIM Card'], item_state: ['New'], item_location: ['Kiosk'], customer_id: [null] }));
    const { body } = await staff('GET', `/crm/inventory/?filters=${filters}&sort=itemtext1&order=asc`);
    expect(ids(body.data)).toEqual([item.inventory_id]);
    expect(body.pagination).toEqual({ current_page: 1, per_page: 20, total_pages: 1, total_items: 1 });
  });

  test('the list names the customers to those who may see them, under a key that a label may take', async () => {
    const item = await make({ itemtext1: 'NAMED1', customer_id: customerId });
    await make({ itemtext1: 'NAMED2' });
    const named = async (caller: Client) =>
      (await caller('GET', '/crm/inventory/?search=NAMED&sort=itemtext1&order=asc')).body.data.map((row: { customer_name: unknown }) => row.customer_name);
    expect(await named(await api.staff('view_inventory', 'view_customer'))).toEqual(['Jane', null]);
    expect(await named(await api.staff('view_inventory'))).toEqual([null, null]);
    await api.em().execute(`update inventory_template set itemtext2_label = 'Customer name' where item = 'SIM Card'`);
    expect(await named(staff)).toContain(item.itemtext2);
    await api.em().execute(`update inventory_template set itemtext2_label = 'IMSI' where item = 'SIM Card'`);
  });

  test('only available items are offered', async () => {
    const free = await make({ itemtext1: 'AVAIL1' });
    const stocked = await make({ itemtext1: 'AVAIL2', item_state: 'In Stock' });
    await make({ itemtext1: 'AVAIL3', item_state: 'Damaged' });
    await make({ itemtext1: 'AVAIL4', customer_id: customerId });
    const reserved = await make({ itemtext1: 'AVAIL5' });
    await api.em().execute('update inventory set reserved_provision_id = 1 where inventory_id = ?', [reserved.inventory_id]);
    const { body } = await staff('GET', '/crm/inventory/available?item=SIM%20Card&search=AVAIL&order=asc');
    expect(ids(body.data)).toEqual(ids([free, stocked]));
    expect((await staff('GET', '/crm/inventory/available?item=sim%20card')).body.data).toEqual([]);
  });
});

describe('error', () => {
  test.each([
    [400, 'item', { item: undefined }],
    [404, 'item', { item: 'sim card' }],
    [404, 'inventory_template_id', { inventory_template_id: 999, item: undefined }],
    [400, 'itemtext1', { itemtext1: '' }],
    [400, 'item_state', { item_state: 'Broken' }],
    [404, 'customer_id', { customer_id: 999_999 }],
    [404, 'service_id', { service_id: 999_999 }],
    [400, 'customer_id', { item_state: 'Assigned' }],
    [400, 'latitude', { latitude: 'north', longitude: 1 }],
    [400, 'longitude', { latitude: 1 }],
    [400, 'retail_cost', { retail_cost: '-1' }],
    [400, 'sold_date', { sold_date: 'yesterday' }],
  ])('%i names %s in %j', async (status, field, fields) => {
    expect(await staff('PUT', '/crm/inventory/', { item: 'SIM Card', itemtext1: '1', ...fields })).toMatchObject({ status, body: { error: { field } } });
  });

  test('a state that cannot follow is refused in words', async () => {
    const item = await make({ item_state: 'Damaged' });
    const answer = await staff('PATCH', path(item), { item_state: 'Assigned', customer_id: customerId });
    expect(answer).toMatchObject({ status: 422, body: { error: { code: 'precondition', field: 'item_state' } } });
    expect(answer.body.error.message).toMatch(/can become New, In Stock/);
    expect((await staff('GET', path(item))).body).toEqual(item);
  });

  test('service and customer belong together', async () => {
    const serviceId = await insertService(api.em(), otherId);
    expect(await staff('PATCH', path(await make()), { customer_id: customerId, service_id: serviceId })).toMatchObject({
      status: 400,
      body: { error: { field: 'service_id' } },
    });
  });

  test('what an order holds or a customer has is not moved or removed', async () => {
    const item = await make();
    await api.em().execute('update inventory set reserved_provision_id = 41 where inventory_id = ?', [item.inventory_id]);
    expect(await staff('PATCH', path(item), { item_state: 'Lost' })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('41') } },
    });
    expect((await staff('PATCH', path(item), { inventory_notes: 'fine' })).status).toBe(200);
    expect((await staff('DELETE', path(item))).status).toBe(409);
    expect((await staff('DELETE', path(await make({ customer_id: customerId })))).status).toBe(409);
  });
});

describe('security', () => {
  test.each([
    ['GET', '/crm/inventory/'],
    ['PUT', '/crm/inventory/'],
    ['GET', '/crm/inventory/available?item=SIM'],
    ['GET', '/crm/inventory/customer_id/1'],
    ['GET', '/crm/inventory/service_id/1'],
    ['GET', '/crm/inventory/inventory_id/1'],
    ['PATCH', '/crm/inventory/inventory_id/1'],
    ['DELETE', '/crm/inventory/inventory_id/1'],
  ] as const)('%s %s needs its permission', async (method, url) => {
    const body = method === 'PUT' || method === 'PATCH' ? { item: 'SIM Card', itemtext1: '1' } : undefined;
    expect((await api.anonymous(method, url, body)).status).toBe(401);
    expect((await (await api.staff('view_product'))(method, url, body)).status).toBe(403);
  });

  test('secrets are for those who may change stock', async () => {
    const item = await make({ management_password: 'pw', config_content: 'psk=1', customer_id: customerId });
    expect((await staff('GET', path(item))).body).toMatchObject({ ki: item.itemtext3, config_content: 'psk=1', has_management_password: true });
    const viewer = await api.staff('view_inventory');
    const tenant = await api.customerUser(customerId, 'view_own_inventory');
    for (const caller of [viewer, tenant]) {
      for (const { body } of [await caller('GET', path(item)), { body: (await caller('GET', `/crm/inventory/?search=${item.itemtext1}`)).body.data[0] }]) {
        expect(body).toMatchObject({ iccid: item.itemtext1, itemtext3: null });
        expect(JSON.stringify(body)).not.toContain(item.itemtext3);
        for (const key of ['ki', 'management_password', 'config_content']) expect(body).not.toHaveProperty(key);
      }
    }
    const seen = (await tenant('GET', path(item))).body;
    for (const key of ['wholesale_cost', 'inventory_notes', 'management_username', 'reserved_provision_id']) expect(seen).not.toHaveProperty(key);
  });

  test('a customer’s user sees its own items, and stock only where the template offers it', async () => {
    const [own, others] = [await make({ customer_id: customerId }), await make({ customer_id: otherId })];
    const number = await make({ item: 'Mobile Number', itemtext1: '+447700900999' });
    const otherService = await insertService(api.em(), otherId);
    const tenant = await api.customerUser(customerId, 'view_own_inventory');
    expect((await tenant('GET', path(own))).status).toBe(200);
    expect((await tenant('GET', path(others))).status).toBe(404);
    expect((await tenant('GET', `/crm/inventory/customer_id/${otherId}`)).status).toBe(404);
    expect((await tenant('GET', `/crm/inventory/service_id/${otherService}`)).status).toBe(404);
    expect(ids((await tenant('GET', '/crm/inventory/?per_page=200')).body.data)).not.toContain(others.inventory_id);
    expect((await tenant('GET', '/crm/inventory/available?item=SIM%20Card')).body.data).toEqual([]);
    expect(ids((await tenant('GET', '/crm/inventory/available?item=Mobile%20Number')).body.data)).toContain(number.inventory_id);
  });
});
