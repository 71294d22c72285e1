import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fields } from '../../support/answer-fields.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';

let test: TestApi;
let staff: Client;
let customerId: number;
let otherId: number;

beforeAll(async () => {
  test = await createTestApi();
  staff = await test.staff('create_customer_transaction', 'view_customer_transaction', 'update_customer_transaction');
  const rows = await test.em().execute<{ customer_id: number }[]>(`insert into customer (customer_name) values ('Ada'), ('Bob') returning customer_id`);
  [customerId, otherId] = rows.map((row) => row.customer_id) as [number, number];
});
afterAll(() => test.close());

const charge = (more: object = {}): object => ({ customer_id: String(customerId), title: 'Set-up', retail_cost: '10.50', ...more });

async function job(): Promise<number> {
  const [row] = await test
    .em()
    .execute<{ provision_id: number }[]>(
      `insert into provision (customer_id, uuid, attempt, provisioning_status, workflow_id) values (?, gen_random_uuid(), 1, 1, 'w') returning provision_id`,
      [customerId],
    );
  return row?.provision_id ?? 0;
}

describe('PUT /crm/transaction/', () => {
  it('records a charge as plays write it, with tax from the product', async () => {
    const [product] = await test
      .em()
      .execute<{ product_id: number }[]>(`insert into product (product_name, product_slug, tax_percentage) values ('P', 'p', 20) returning product_id`);
    const { status, body } = await staff('PUT', '/crm/transaction/', charge({ product_id: product?.product_id, invoice_id: null }));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      customer_id: customerId,
      retail_cost: 10.5,
      tax_percentage: 20,
      tax_amount: 2.1,
      transaction_type: 'debit',
      void: false,
      invoice_id: null,
    });
  });

  it('lets the request override the tax', async () => {
    const { body } = await staff('POST', '/crm/transaction/', charge({ tax_percentage: 12.5, retail_cost: 14.99 }));
    expect(body).toMatchObject({ tax_percentage: 12.5, tax_amount: 1.87 });
  });

  it('stores a credit negative and without tax', async () => {
    const { body } = await staff('PUT', '/crm/transaction/', charge({ transaction_type: 'credit', credit_type: 'Cash', tax_percentage: 20 }));
    expect(body).toMatchObject({ transaction_type: 'credit', retail_cost: -10.5, tax_amount: 0 });
  });

  it('answers a play’s repeated charge with the one that is there, and two different ones with two', async () => {
    const provisionId = await job();
    const play = await test.play(provisionId, 1);
    const first = await play('PUT', '/crm/transaction/', charge());
    const again = await play('PUT', '/crm/transaction/', charge());
    const other = await play('PUT', '/crm/transaction/', charge({ title: 'Delivery' }));
    expect(first.body).toMatchObject({ provision_id: provisionId });
    expect(again.body.transaction_id).toBe(first.body.transaction_id);
    expect(other.body.transaction_id).not.toBe(first.body.transaction_id);
  });

  it.each([
    ['title', { title: ' ' }],
    ['retail_cost', { retail_cost: 'ten' }],
    ['retail_cost', { retail_cost: 1.005 }],
    ['customer_id', { customer_id: 'x' }],
    ['credit_type', { transaction_type: 'credit' }],
    ['retail_cost', { transaction_type: 'debit', retail_cost: -1 }],
    ['tax_percentage', { tax_percentage: 101 }],
    ['invoice_id', { invoice_id: { toString: 1 } }],
  ])('names %s when it is wrong', async (field, more) => {
    const { status, body } = await staff('PUT', '/crm/transaction/', charge(more));
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'validation', field });
  });

  it('refuses a service, site or customer that is not there', async () => {
    expect((await staff('PUT', '/crm/transaction/', charge({ service_id: 999 }))).body.error).toMatchObject({ code: 'not_found', field: 'service_id' });
    expect((await staff('PUT', '/crm/transaction/', charge({ site_id: 999 }))).body.error).toMatchObject({ code: 'not_found', field: 'site_id' });
    expect((await staff('PUT', '/crm/transaction/', charge({ customer_id: 999_999 }))).body.error).toMatchObject({ code: 'not_found', field: 'customer_id' });
  });

  it('is closed to strangers, to those without the permission and to plays of other customers', async () => {
    expect((await test.anonymous('PUT', '/crm/transaction/', charge())).status).toBe(401);
    expect((await (await test.staff('view_customer_transaction'))('PUT', '/crm/transaction/', charge())).status).toBe(403);
    const play = await test.play(await job(), 1);
    expect((await play('PUT', '/crm/transaction/', charge({ customer_id: otherId }))).status).toBe(404);
  });
});

describe('transactions that are there', () => {
  it('are listed, filtered and sorted', async () => {
    const { body } = await staff(
      'GET',
      `/crm/transaction/?per_page=2&sort=retail_cost&order=asc&filters={"customer_id":[${customerId}],"transaction_type":["credit"]}`,
    );
    expect(body.pagination).toMatchObject({ current_page: 1, per_page: 2, total_items: 1 });
    expect(body.data[0]).toMatchObject({ transaction_type: 'credit' });
    expect((await staff('GET', '/crm/transaction/?sort=password')).body.error).toMatchObject({ field: 'sort' });
  });

  it('can be reworded and voided until they are invoiced', async () => {
    const { body } = await staff('PUT', '/crm/transaction/', charge());
    const path = `/crm/transaction/transaction_id/${body.transaction_id}`;
    expect((await staff('PATCH', path, { title: 'Activation' })).body.title).toBe('Activation');
    expect((await staff('DELETE', path)).body.void).toBe(true);
    expect((await staff('PATCH', path, { title: 'x' })).status).toBe(422);
    await test.em().execute('update customer_transaction set void = false, invoice_id = 7 where transaction_id = ?', [body.transaction_id]);
    expect((await staff('DELETE', path)).status).toBe(422);
  });

  it('of another customer do not exist for a customer, whose own come without wholesale cost', async () => {
    const own = await test.customerUser(customerId, 'view_own_customer_transaction');
    const { body } = await own<Fields[]>('GET', `/crm/transaction/customer_id/${customerId}`);
    expect(body.length).toBeGreaterThan(0);
    expect(body[0]).not.toHaveProperty('wholesale_cost');
    const stranger = await test.customerUser(otherId, 'view_own_customer_transaction');
    expect((await stranger('GET', `/crm/transaction/transaction_id/${body[0]?.transaction_id}`)).status).toBe(404);
    expect((await stranger('GET', `/crm/transaction/customer_id/${customerId}`)).status).toBe(404);
    expect((await stranger('GET', '/crm/transaction/')).body.data).toEqual([]);
  });
});
