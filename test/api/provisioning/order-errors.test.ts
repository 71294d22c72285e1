import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { seedOperator, type SeededOperator } from '../../support/provisioning.ts';

// Temporal is down throughout: whatever gets past the checks is answered 503.
let api: TestApi;
let staff: Client;
let operator: SeededOperator;
beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('create_provision', 'view_provision', 'update_customer_service');
  operator = await seedOperator(api.em());
});
afterAll(() => api?.close());

const order = (body: Record<string, unknown>, client = staff) =>
  client('PUT', '/crm/provision/', { product_id: operator.productId, customer_id: operator.customerId, 'SIM Card': operator.items[0], ...body });

async function insert(table: string, key: string, columns: Record<string, unknown>): Promise<number> {
  const names = Object.keys(columns);
  const [row] = await api
    .em()
    .execute<Record<string, number>[]>(
      `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')}) returning ${key} as id`,
      Object.values(columns),
    );
  return row?.['id'] ?? 0;
}
const product = (columns: Record<string, unknown>) =>
  insert('product', 'product_id', { product_name: 'P', product_slug: randomUUID(), provisioning_play: 'play_test', residential: true, ...columns });

describe('Temporal down', () => {
  it('is a clean 503 and nothing is stored', async () => {
    expect(await order({})).toMatchObject({ status: 503, body: { error: { code: 'unavailable', message: expect.stringContaining('nothing was stored') } } });
    expect(await api.em().execute('select provision_id from provision')).toEqual([]);
    expect(await api.em().execute('select inventory_id from inventory where reserved_provision_id is not null')).toEqual([]);
    expect(await api.em().execute('select 1 from live_event')).toEqual([]);
  });

  it('is a 503 for cancelling and for running again', async () => {
    const id = await insert('provision', 'provision_id', {
      customer_id: operator.customerId,
      uuid: randomUUID(),
      workflow_id: 'provision-1',
      provisioning_status: 1,
    });
    expect((await staff('POST', `/crm/provision/provision_id/${id}/cancel`)).status).toBe(503);
  });
});

describe('an order that cannot be', () => {
  it.each([
    ['no product', { product_id: undefined }, 400, 'product_id'],
    ['an unknown product', { product_id: 999_999 }, 404, 'product_id'],
    ['a product id that is none', { product_id: 'x' }, 400, 'product_id'],
    ['an unknown customer', { customer_id: 999_999 }, 404, 'customer_id'],
    ['a service of nobody', { service_id: 999_999 }, 404, 'service_id'],
    ['no stock chosen', { 'SIM Card': '' }, 400, 'SIM Card'],
    ['stock that is not there', { 'SIM Card': 999_999 }, 404, 'SIM Card'],
    ['stock that is no number', { 'SIM Card': { id: 1 } }, 400, 'SIM Card'],
    ['another play than the product’s', { provisioning_play: 'play_evil' }, 400, 'provisioning_play'],
    ['a variable that steers Ansible', { ansible_connection: 'ssh' }, 400, 'ansible_connection'],
    ['a variable with the configuration’s name', { crm_config: {} }, 400, 'crm_config'],
    ['another service’s account', { service_uuid: 'Service_of_others' }, 400, 'service_uuid'],
    ['a marker inside a value', { extra: { __ansible_vault: 'x' } }, 400, 'extra.__ansible_vault'],
    ['a site of nobody', { site_id: 999_999 }, 404, 'site_id'],
  ])('%s', async (_, body, status, field) => {
    const answer = await order(body);
    expect(answer).toMatchObject({ status, body: { error: { field, requestId: expect.any(String) } } });
  });

  it('names every faulty variable at once', async () => {
    const { body } = await order({ ansible_a: 1, '{{ x }}': 2, 'SIM Card': 'none' });
    expect(body.error.faults.map(({ field }: { field: string }) => field)).toEqual(expect.arrayContaining(['ansible_a', '{{ x }}', 'SIM Card']));
  });

  it('stock of another kind, taken, or not orderable', async () => {
    const template = await insert('inventory_template', 'inventory_template_id', { item: 'Modem', itemtext1_label: 'Serial' });
    const modem = await insert('inventory', 'inventory_id', { inventory_template_id: template, item: 'Modem' });
    expect(await order({ 'SIM Card': modem })).toMatchObject({
      status: 400,
      body: { error: { field: 'SIM Card', message: expect.stringContaining('is a Modem') } },
    });
    await api.em().execute(`update inventory set item_state = 'Damaged' where inventory_id = ?`, [operator.items[7]]);
    expect(await order({ 'SIM Card': operator.items[7] })).toMatchObject({ status: 409, body: { error: { field: 'SIM Card' } } });
    await api.em().execute(`update inventory set reserved_provision_id = 77 where inventory_id = ?`, [operator.items[8]]);
    expect((await order({ 'SIM Card': operator.items[8] })).status).toBe(409);
    expect((await order({ Modem: 'auto' })).status).toBe(503);
    await api.em().execute(`update inventory set item_state = 'Lost' where inventory_id = ?`, [modem]);
    expect(await order({ Modem: 'auto' })).toMatchObject({ status: 409, body: { error: { field: 'Modem', message: 'No Modem is available.' } } });
  });

  it('a product that is not on offer, is no longer, has no play, or broken variables', async () => {
    const past = new Date(Date.now() - 1000);
    for (const columns of [{ enabled: false }, { available_until: past }, { provisioning_play: null }, { provisioning_json_vars: '[1]' }]) {
      expect(await order({ product_id: await product(columns) })).toMatchObject({ status: 422 });
    }
  });

  it('an add-on without a service that it fits', async () => {
    const addon = await product({ category: 'addon', service_type: 'mobile' });
    expect(await order({ product_id: addon })).toMatchObject({ status: 422, body: { error: { field: 'service_id' } } });
  });

  it('a body that is no JSON', async () => {
    expect((await staff('PUT', '/crm/provision/', '{"product_id": ')).status).toBe(400);
  });
});

describe('who may order', () => {
  it('nobody without the permission, and nobody unknown', async () => {
    expect((await order({}, await api.staff('view_provision'))).status).toBe(403);
    expect((await order({}, api.anonymous)).status).toBe(401);
    expect((await staff('POST', '/crm/service/service_id/999999/deprovision')).status).toBe(404);
    expect((await (await api.staff('create_provision'))('PUT', '/crm/provision/', { action: 'deprovision', service_id: 1 })).status).toBe(403);
  });

  it('a customer for itself only, what it may buy, and without changing its price', async () => {
    const own = await api.customerUser(operator.customerId, 'create_provision', 'view_own_provision');
    const buyable = await product({ customer_can_purchase: true, inventory_items_list: '["SIM Card"]' });
    const other = await insert('customer', 'customer_id', { customer_name: 'Other' });
    expect((await order({ product_id: buyable, customer_id: other, 'SIM Card': 'auto' }, own)).status).toBe(404);
    expect(await order({}, own)).toMatchObject({ status: 422, body: { error: { message: expect.stringContaining('staff') } } });
    expect(await order({ product_id: buyable, monthly_cost: 0 }, own)).toMatchObject({
      status: 400,
      body: { error: { faults: [{ field: 'monthly_cost' }, { field: 'SIM Card' }] } },
    });
    expect((await order({ product_id: buyable, customer_id: undefined, 'SIM Card': 'auto' }, own)).status).toBe(503);
  });

  it('a customer sees its own jobs only, and not what tasks answered', async () => {
    const other = await insert('customer', 'customer_id', { customer_name: 'Other' });
    const foreign = await insert('provision', 'provision_id', { customer_id: other, uuid: randomUUID(), workflow_id: 'w1', provisioning_status: 2 });
    const mine = await insert('provision', 'provision_id', {
      customer_id: operator.customerId,
      uuid: randomUUID(),
      workflow_id: 'w2',
      provisioning_status: 2,
      provisioning_json_vars: '{"wholesale":1}',
    });
    await insert('provision_event', 'provision_event_id', {
      provision_id: mine,
      attempt: 1,
      event_number: 1,
      event_name: 'T',
      provisioning_status: 0,
      provisioning_result_json: '{"internal":"x"}',
    });
    const own = await api.customerUser(operator.customerId, 'create_provision', 'view_own_provision');
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/outcome'],
      ['GET', '/stream'],
      ['POST', '/retry'],
      ['POST', '/cancel'],
    ] as const) {
      expect((await own(method, `/crm/provision/provision_id/${foreign}${rest}`)).status).toBe(404);
    }
    const { body } = await own('GET', `/crm/provision/provision_id/${mine}`);
    expect(body).toMatchObject({ provisioning_json_vars: null, events: [{ event_name: 'T', provisioning_result_json: null }], workflow: { url: null } });
    const list = await own('GET', '/crm/provision/');
    expect(new Set(list.body.data.map((job: { customer_id: number }) => job.customer_id))).toEqual(new Set([operator.customerId]));
    expect((await own('GET', `/crm/provision/?filters=${encodeURIComponent(`{"customer_id":[${other}]}`)}`)).body.data).toEqual([]);
  });
});
