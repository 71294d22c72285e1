import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert } from '../../support/seed.ts';

let api: TestApi;
let staff: Client;

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff(
    'view_inventory_template',
    'create_inventory_template',
    'update_inventory_template',
    'delete_inventory_template',
    'view_inventory',
    'create_inventory',
  );
});
afterAll(() => api.close());

const sim = { item: 'SIM Card', wholesale_cost: 2.5, retail_cost: '10.00', itemtext1_label: 'ICCID', itemtext2_label: 'IMSI', itemtext20_label: 'Note' };

test('happy: a template is made, listed, read, changed and removed', async () => {
  const { status, body } = await staff('PUT', '/crm/inventory_template/', sim);
  expect(status).toBe(200);
  expect(body).toMatchObject({ ...sim, retail_cost: 10, allow_dropdown_staff: true, allow_dropdown_customer: false, itemtext3_label: null });
  const path = `/crm/inventory_template/inventory_template_id/${body.inventory_template_id}`;
  expect((await staff('GET', path)).body).toEqual(body);
  expect((await staff('GET', '/crm/inventory_template/')).body).toEqual([body]);
  const item = (await staff('PUT', '/crm/inventory/', { item: 'SIM Card', itemtext1: '8961' })).body;
  const changed = await staff('PATCH', path, { item: 'eSIM', allow_dropdown_customer: 'true', itemtext2_label: '' });
  expect(changed.body).toMatchObject({ item: 'eSIM', allow_dropdown_customer: true, itemtext1_label: 'ICCID', itemtext2_label: null });
  expect((await staff('GET', `/crm/inventory/inventory_id/${item.inventory_id}`)).body.item).toBe('eSIM');
  expect(await staff('DELETE', path)).toMatchObject({ status: 409 });
  await api.em().execute('delete from inventory');
  expect((await staff('DELETE', path)).status).toBe(200);
  expect((await staff('GET', path)).status).toBe(404);
});

test('error: names are unique and case-sensitive, fields are named', async () => {
  await staff('PUT', '/crm/inventory_template/', { ...sim, item: 'Modem' });
  expect(await staff('PUT', '/crm/inventory_template/', { ...sim, item: 'Modem' })).toMatchObject({ status: 409, body: { error: { field: 'item' } } });
  const lower = (await staff('PUT', '/crm/inventory_template/', { ...sim, item: 'modem' })).body;
  expect(await staff('PATCH', `/crm/inventory_template/inventory_template_id/${lower.inventory_template_id}`, { item: 'Modem' })).toMatchObject({
    status: 409,
  });
  for (const [field, fields] of [
    ['item', { item: '' }],
    ['itemtext1_label', { itemtext1_label: undefined }],
    ['retail_cost', { retail_cost: -1 }],
    ['allow_dropdown_staff', { allow_dropdown_staff: 'x' }],
  ] as const) {
    expect(await staff('PUT', '/crm/inventory_template/', { ...sim, item: 'Other', ...fields })).toMatchObject({ status: 400, body: { error: { field } } });
  }
});

test.each([
  ['GET', '/crm/inventory_template/'],
  ['PUT', '/crm/inventory_template/'],
  ['GET', '/crm/inventory_template/inventory_template_id/1'],
  ['PATCH', '/crm/inventory_template/inventory_template_id/1'],
  ['DELETE', '/crm/inventory_template/inventory_template_id/1'],
] as const)('security: %s %s needs its permission', async (method, path) => {
  const body = method === 'PUT' || method === 'PATCH' ? sim : undefined;
  expect((await api.anonymous(method, path, body)).status).toBe(401);
  expect((await (await api.staff('view_product'))(method, path, body)).status).toBe(403);
});

test('security: a customer’s user does not see what stock costs the operator', async () => {
  const template = (await staff('PUT', '/crm/inventory_template/', { ...sim, item: 'Router' })).body;
  const customerId = await insert(api.em(), 'customer', { customer_name: 'Jane' });
  const tenant = await api.customerUser(customerId, 'view_own_inventory_template');
  const { body } = await tenant('GET', `/crm/inventory_template/inventory_template_id/${template.inventory_template_id}`);
  expect(body).toMatchObject({ item: 'Router', retail_cost: 10 });
  expect(body).not.toHaveProperty('wholesale_cost');
});
