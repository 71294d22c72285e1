import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert, insertProvision, insertService } from '../../support/seed.ts';

let api: TestApi;
let staff: Client;

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff(
    'view_customer',
    'create_customer',
    'update_customer',
    'delete_customer',
    'create_customer_attribute',
    'view_customer_attribute',
    'create_customer_transaction',
    'create_customer_service',
    'update_customer_service',
    'create_provision',
  );
});
afterAll(() => api.close());

const newCustomer = async (body: object = {}): Promise<number> =>
  (await staff('PUT', '/crm/customer/', { customer_name: 'Jane Doe', contacts: [{ contact_firstname: 'Ann' }], ...body })).body.customer_id;
const path = (id: number): string => `/crm/customer/customer_id/${id}`;
const listed = async (filters = ''): Promise<number[]> =>
  (await staff('GET', `/crm/customers?per_page=200${filters}`)).body.data.map((row: { customer_id: number }) => row.customer_id);

describe('happy', () => {
  test('a customer is archived with everything, hidden from lists, and comes back as it was', async () => {
    const id = await newCustomer({ customer_status: 'Suspended', customer_enabled: true });
    await staff('PUT', '/crm/attribute/', { customer_id: id, attribute_name: 'tier', attribute_value: 'gold' });
    await insertService(api.em(), id, { service_status: 'Inactive' });
    await insert(api.em(), 'customer_transaction', { customer_id: id, title: 'Void', retail_cost: '5', void: true });
    const before = (await staff('GET', path(id))).body;
    const archived = (await staff('DELETE', path(id))).body;
    expect(archived).toMatchObject({ customer_status: 'Archived', customer_enabled: false, archived_at: expect.any(String), contacts: before.contacts });
    expect(await listed()).not.toContain(id);
    expect(await listed(`&filters=${encodeURIComponent('{"customer_status":["Archived"]}')}`)).toContain(id);
    expect((await staff('GET', path(id))).status).toBe(200);
    const restored = (await staff('POST', `${path(id)}/restore`)).body;
    expect({ ...restored, last_modified: null }).toEqual({ ...before, last_modified: null });
    expect((await staff('GET', `/crm/attribute/customer_id/${id}`)).body).toHaveLength(1);
  });

  test('its own users are signed out', async () => {
    const id = await newCustomer();
    const tenant = await api.customerUser(id, 'view_own_customer');
    expect((await tenant('GET', path(id))).status).toBe(200);
    await staff('DELETE', path(id));
    expect((await tenant('GET', path(id))).status).toBe(401);
  });

  test('the status is given and taken under the same conditions', async () => {
    const id = await newCustomer();
    const service = await insertService(api.em(), id);
    expect((await staff('PATCH', path(id), { customer_status: 'Archived' })).status).toBe(422);
    await api.em().execute(`update service set service_status = 'Inactive' where service_id = ?`, [service]);
    expect((await staff('PATCH', path(id), { customer_status: 'Archived' })).body.archived_at).toEqual(expect.any(String));
    expect((await staff('PATCH', path(id), { customer_status: 'Closed' })).body).toMatchObject({
      customer_status: 'Closed',
      archived_at: null,
      customer_enabled: true,
    });
  });
});

describe('error', () => {
  test('every reason is named', async () => {
    const id = await newCustomer();
    await insertService(api.em(), id, { service_name: 'Fibre 500' });
    await insertService(api.em(), id, { service_name: 'Mobile', service_status: 'Suspended' });
    await insert(api.em(), 'customer_transaction', { customer_id: id, title: 'Set-up fee', retail_cost: '20' });
    await insert(api.em(), 'customer_transaction', { customer_id: id, title: 'Invoiced', retail_cost: '20', invoice_id: 7 });
    const { status, body } = await staff('DELETE', path(id));
    expect(status).toBe(422);
    expect(body.error.faults).toEqual([
      { field: 'services', message: 'There are 2 services that have not ended: “Fibre 500”, “Mobile”. End them first.' },
      { field: 'transactions', message: 'There is one transaction that is not invoiced: “Set-up fee”. Invoice or void it first.' },
    ]);
    expect((await staff('GET', path(id))).body.customer_status).toBe('Open');
  });

  test('an unpaid invoice is a reason as soon as there are invoices', async () => {
    const id = await newCustomer();
    await api.em().execute('create table if not exists customer_invoice (invoice_id serial primary key, customer_id int, paid boolean, void boolean)');
    await insert(api.em(), 'customer_invoice', { customer_id: id, paid: true, void: false });
    const unpaid = await insert(api.em(), 'customer_invoice', { customer_id: id, paid: false, void: false });
    const { body } = await staff('DELETE', path(id));
    expect(body.error.faults).toEqual([{ field: 'invoices', message: `There is one unpaid invoice: “no. ${unpaid}”. Have it paid or void it first.` }]);
    await api.em().execute('update customer_invoice set paid = true');
    expect((await staff('DELETE', path(id))).status).toBe(200);
  });

  test('a job under way is a reason', async () => {
    const id = await newCustomer();
    const job = await insertProvision(api.em(), id, { provisioning_status: 1 });
    const { body } = await staff('DELETE', path(id));
    expect(body.error.faults).toEqual([{ field: 'jobs', message: `There is one job under way: “no. ${job}”. Wait for it, or cancel it first.` }]);
  });

  test('nothing is charged to, ordered for or brought back to life of an archived customer', async () => {
    const id = await newCustomer();
    const ended = await insertService(api.em(), id, { service_status: 'Inactive' });
    const product = await insert(api.em(), 'product', { product_name: 'P', product_slug: 'archived-p', provisioning_play: 'play_test', residential: true });
    await staff('DELETE', path(id));
    const refused = {
      status: 409,
      body: { error: { code: 'conflict', field: 'customer_id', message: `Customer ${id} is archived. Restore the customer first.` } },
    };
    const charge = { customer_id: id, title: 'Fee', retail_cost: 5 };
    expect(await staff('PUT', '/crm/transaction/', charge)).toMatchObject(refused);
    expect(await staff('PUT', '/crm/service/', { customer_id: id, service_name: 'S' })).toMatchObject(refused);
    expect(await staff('PATCH', `/crm/service/service_id/${ended}`, { service_status: 'Active' })).toMatchObject(refused);
    expect(await staff('PUT', '/crm/provision/', { customer_id: id, product_id: product })).toMatchObject(refused);
    const play = await api.play(await insertProvision(api.em(), id, { provisioning_status: 1 }));
    expect(await play('PUT', '/crm/transaction/', charge)).toMatchObject(refused);
    await staff('POST', `${path(id)}/restore`);
    expect((await staff('PUT', '/crm/transaction/', charge)).status).toBe(200);
  });

  test('a charge that races the archiving is either booked first, and then in its way, or refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await newCustomer();
      const answers = await Promise.all([staff('DELETE', path(id)), staff('PUT', '/crm/transaction/', { customer_id: id, title: 'Fee', retail_cost: 5 })]);
      expect([
        [200, 409],
        [422, 200],
      ]).toContainEqual(answers.map(({ status }) => status));
    }
  });

  test('twice is a conflict, and only what is archived is restored', async () => {
    const id = await newCustomer();
    expect((await staff('POST', `${path(id)}/restore`)).status).toBe(422);
    await staff('DELETE', path(id));
    expect((await staff('DELETE', path(id))).status).toBe(409);
    expect((await staff('DELETE', path(999_999))).status).toBe(404);
    expect((await staff('POST', `${path(999_999)}/restore`)).status).toBe(404);
  });
});

test('security: only holders of the permission delete and restore, and never another tenant’s customer', async () => {
  const id = await newCustomer();
  const other = await newCustomer();
  const weak = await api.staff('view_customer', 'update_customer');
  const tenant = await api.customerUser(other, 'delete_customer');
  for (const [method, target] of [
    ['DELETE', path(id)],
    ['POST', `${path(id)}/restore`],
  ] as const) {
    expect((await api.anonymous(method, target)).status).toBe(401);
    expect((await weak(method, target)).status).toBe(403);
    expect((await tenant(method, target)).status).toBe(404);
  }
});
