import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fields } from '../../support/answer-fields.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert, insertProvision, insertService } from '../../support/seed.ts';

let api: TestApi;
let staff: Client;
let customerId: number;
let otherId: number;
let productId: number;

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('create_customer_transaction', 'view_customer_transaction', 'update_customer_transaction');
  customerId = await insert(api.em(), 'customer', { customer_name: 'Jane Roe' });
  otherId = await insert(api.em(), 'customer', { customer_name: 'John Poe' });
  productId = await insert(api.em(), 'product', { product_name: 'Plan', product_slug: 'plan', tax_percentage: '10' });
});
afterAll(() => api.close());

const charge = (fields: object = {}): object => ({ customer_id: customerId, title: 'Set-up', retail_cost: '50.00', ...fields });
const book = async (fields: object = {}) => {
  const { status, body } = await staff('PUT', '/crm/transaction/', charge(fields));
  expect(status).toBe(200);
  return body;
};
const path = (transaction: { transaction_id: number }): string => `/crm/transaction/transaction_id/${transaction.transaction_id}`;
const ids = (rows: { transaction_id: number }[]): number[] => rows.map((row) => row.transaction_id);
const listed = async (query: string) => ids((await staff('GET', `/crm/transaction/?per_page=200&${query}`)).body.data);
const filtered = (filters: object): string => `filters=${encodeURIComponent(JSON.stringify(filters))}`;

describe('tax', () => {
  test('comes from the product of the service that is charged for, unless the service is not taxable', async () => {
    const taxable = await insertService(api.em(), customerId, { product_id: productId });
    const exempt = await insertService(api.em(), customerId, { product_id: productId, service_taxable: false });
    expect(await book({ service_id: taxable })).toMatchObject({ product_id: productId, tax_percentage: 10, tax_amount: 5 });
    expect(await book({ service_id: exempt })).toMatchObject({ product_id: productId, tax_percentage: 0, tax_amount: 0 });
    expect(await book()).toMatchObject({ product_id: null, tax_percentage: 0, tax_amount: 0 });
  });

  test('follows a changed cost or percentage; a credit stays negative and untaxed', async () => {
    const debit = await book({ product_id: productId });
    expect((await staff('PATCH', path(debit), { retail_cost: 20 })).body).toMatchObject({ retail_cost: 20, tax_percentage: 10, tax_amount: 2 });
    expect((await staff('PATCH', path(debit), { tax_percentage: '12.5' })).body).toMatchObject({ retail_cost: 20, tax_amount: 2.5 });
    const credit = await book({ transaction_type: 'credit', credit_type: 'Refund', product_id: productId });
    expect((await staff('PATCH', path(credit), { retail_cost: 7, tax_percentage: 10 })).body).toMatchObject({
      retail_cost: -7,
      tax_percentage: 0,
      tax_amount: 0,
    });
  });
});

describe('lists', () => {
  test('leave void transactions out until they are asked for', async () => {
    const [kept, voided] = [await book({ title: 'Kept' }), await book({ title: 'Voided' })];
    await staff('DELETE', path(voided));
    const own = `customer_id/${customerId}`;
    expect(await listed('')).toContain(kept.transaction_id);
    expect(await listed('')).not.toContain(voided.transaction_id);
    expect(await listed(filtered({ void: [true] }))).toEqual([voided.transaction_id]);
    expect(ids((await staff<Fields[]>('GET', `/crm/transaction/${own}`)).body)).not.toContain(voided.transaction_id);
    expect(ids((await staff<Fields[]>('GET', `/crm/transaction/${own}?include_void=true`)).body)).toContain(voided.transaction_id);
  });

  test('tell invoiced from uninvoiced, and are searched by title, description, number and invoice', async () => {
    const transaction = await book({ title: 'Zebra crossing', description: 'painted 50% white' });
    await api.em().execute('update customer_transaction set invoice_id = 4711 where transaction_id = ?', [transaction.transaction_id]);
    expect(await listed(filtered({ invoiced: [true] }))).toEqual([transaction.transaction_id]);
    expect(await listed(filtered({ invoiced: [false] }))).not.toContain(transaction.transaction_id);
    for (const search of ['zebra', '50%25', '4711', String(transaction.transaction_id)])
      expect(await listed(`search=${search}`)).toContain(transaction.transaction_id);
    expect((await staff('GET', '/crm/transaction/?search=zebra')).body.data[0]?.customer_name).toBe('Jane Roe');
  });
});

describe('error', () => {
  test.each([
    [400, 'title', { title: undefined }],
    [400, 'retail_cost', { retail_cost: 0 }],
    [400, 'retail_cost', { retail_cost: -5 }],
    [400, 'retail_cost', { transaction_type: 'credit', credit_type: 'Cash', retail_cost: -5 }],
    [400, 'credit_type', { transaction_type: 'credit' }],
    [400, 'credit_type', { credit_type: 'Cash' }],
    [400, 'credit_type', { transaction_type: 'credit', credit_type: 'Barter' }],
    [400, 'transaction_type', { transaction_type: 'gift' }],
    [400, 'wholesale_cost', { wholesale_cost: -1 }],
    [400, 'invoice_id', { invoice_id: 5 }],
    [400, 'transaction_date', { transaction_date: 'never' }],
    [404, 'product_id', { product_id: 999_999 }],
  ])('%i names %s in %j', async (status, field, fields) => {
    expect(await staff('PUT', '/crm/transaction/', charge(fields))).toMatchObject({ status, body: { error: { field } } });
  });

  test('another customer’s service is none of this one’s', async () => {
    expect(await staff('PUT', '/crm/transaction/', charge({ service_id: await insertService(api.em(), otherId) }))).toMatchObject({
      status: 404,
      body: { error: { field: 'service_id' } },
    });
  });

  test('an invoiced or void transaction stays as it is', async () => {
    const [invoiced, voided] = [await book(), await book()];
    await api.em().execute('update customer_transaction set invoice_id = 7 where transaction_id = ?', [invoiced.transaction_id]);
    await staff('DELETE', path(voided));
    for (const transaction of [invoiced, voided]) {
      expect((await staff('PATCH', path(transaction), { title: 'x' })).body.error.code).toBe('precondition');
      expect((await staff('DELETE', path(transaction))).body.error.code).toBe('precondition');
    }
    expect((await staff('DELETE', '/crm/transaction/transaction_id/999999')).status).toBe(404);
  });
});

describe('plays', () => {
  const job = async (fields: object = {}) => {
    const provisionId = await insertProvision(api.em(), customerId, { product_id: productId, ...fields });
    return { provisionId, play: await api.play(provisionId) };
  };

  test('a charge carries its job and the tax of the job’s product; nothing may be charged, a negative amount is a credit', async () => {
    const { provisionId, play } = await job();
    const { body } = await play('PUT', '/crm/transaction/', {
      customer_id: customerId,
      title: 'Plan - Set-up',
      description: 'Set-up',
      invoice_id: null,
      retail_cost: '50.0',
      wholesale_cost: '1.0',
    });
    expect(body).toMatchObject({ provision_id: provisionId, product_id: productId, tax_percentage: 10, tax_amount: 5, retail_cost: 50, wholesale_cost: 1 });
    expect((await play('PUT', '/crm/transaction/', charge({ retail_cost: '0.0' }))).body).toMatchObject({ retail_cost: 0, tax_amount: 0 });
    expect((await play('POST', '/crm/transaction/', charge({ retail_cost: '-3' }))).body).toMatchObject({
      transaction_type: 'credit',
      retail_cost: -3,
      tax_amount: 0,
    });
  });

  test('ten times the same charge at once is one, whatever the time of each', async () => {
    const { play } = await job();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, second) => play('PUT', '/crm/transaction/', charge({ transaction_date: `2026-11-23T10:00:0${second}Z` }))),
    );
    expect(new Set(answers.map(({ body }) => body.transaction_id)).size).toBe(1);
  });

  test('after a roll-back that voided it, the job books again', async () => {
    const { play } = await job();
    const first = (await play('PUT', '/crm/transaction/', charge())).body;
    expect((await play('DELETE', path(first))).body.void).toBe(true);
    const second = (await play('PUT', '/crm/transaction/', charge())).body;
    expect(second.transaction_id).not.toBe(first.transaction_id);
    expect(second.void).toBe(false);
  });

  test('a play changes only what its own job booked', async () => {
    const { play } = await job();
    const foreign = await book();
    expect((await play('PATCH', path(foreign), { title: 'x' })).status).toBe(404);
    expect((await play('DELETE', path(foreign))).status).toBe(404);
    expect((await play('GET', path(foreign))).status).toBe(200);
    expect((await play('GET', path(await book({ customer_id: otherId })))).status).toBe(404);
  });
});

test.each([
  ['GET', '/crm/transaction/'],
  ['PUT', '/crm/transaction/'],
  ['POST', '/crm/transaction/'],
  ['GET', '/crm/transaction/customer_id/1'],
  ['GET', '/crm/transaction/transaction_id/1'],
  ['PATCH', '/crm/transaction/transaction_id/1'],
  ['DELETE', '/crm/transaction/transaction_id/1'],
] as const)('security: %s %s needs its permission', async (method, url) => {
  const body = method === 'GET' || method === 'DELETE' ? undefined : charge();
  expect((await api.anonymous(method, url, body)).status).toBe(401);
  expect((await (await api.staff('view_product'))(method, url, body)).status).toBe(403);
});
