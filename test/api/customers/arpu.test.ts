import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConfig } from '../../../domain/settings/load-config.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert, insertService } from '../../support/seed.ts';

let api: TestApi;
let staff: Client;
let jane: number;
let john: number;

const timeZone = 'Pacific/Auckland';
const settings = { environment: 'local', ocs: { ocsTenant: 't', cgrates: '127.0.0.1:1' }, jwt_secret: 'test-secret-that-is-32-characters-long' };

beforeAll(async () => {
  api = await createTestApi({ config: parseConfig({ ...settings, locale: { time_zone: timeZone } }, 'test') });
  staff = await api.staff('create_customer', 'view_customer_transaction');
  jane = (await staff('PUT', '/crm/customer/', { customer_name: 'Jane' })).body.customer_id;
  john = (await staff('PUT', '/crm/customer/', { customer_name: 'John' })).body.customer_id;
});
afterAll(() => api.close());

/** First instants of this month and the last, where the operator is. */
async function months(): Promise<{ thisMonth: Date; lastMonth: Date; names: string[] }> {
  const [row] = await api.em().execute<{ this_month: Date; last_month: Date; names: string[] }[]>(
    `with here as (select date_trunc('month', now() at time zone '${timeZone}') as first)
     select first at time zone '${timeZone}' as this_month, (first - interval '1 month') at time zone '${timeZone}' as last_month,
            array[to_char(first - interval '1 month', 'YYYY-MM'), to_char(first, 'YYYY-MM')] as names from here`,
  );
  return { thisMonth: new Date(row!.this_month), lastMonth: new Date(row!.last_month), names: row!.names };
}

const charge = (customer_id: number, retail_cost: string, transaction_date: Date, fields: object = {}) =>
  insert(api.em(), 'customer_transaction', { customer_id, title: 'x', retail_cost, transaction_date, ...fields });

test('happy: exact sums by month of the operator’s time zone, by service, against all customers', async () => {
  const { thisMonth, lastMonth, names } = await months();
  const justBefore = new Date(thisMonth.getTime() - 1000);
  await insertService(api.em(), jane, { service_active_date: lastMonth });
  await insertService(api.em(), jane, { service_active_date: thisMonth });
  await insertService(api.em(), john, { service_active_date: lastMonth, service_deactivate_date: justBefore, service_status: 'Inactive' });
  await charge(jane, '10.10', justBefore);
  await charge(jane, '0.20', thisMonth);
  await charge(jane, '20.00', thisMonth);
  await charge(jane, '-5.00', thisMonth, { transaction_type: 'credit', credit_type: 'Discount' });
  await charge(jane, '-15.20', thisMonth, { transaction_type: 'credit', credit_type: 'Card' });
  await charge(jane, '99.00', thisMonth, { void: true });
  await charge(john, '33.33', lastMonth);
  const { status, body } = await staff('GET', `/crm/customer/customer_id/${jane}/arpu?months=2`);
  expect(status).toBe(200);
  expect(body).toEqual({
    customer_id: jane,
    currency: 'GBP',
    time_zone: timeZone,
    months: [
      { month: names[0], revenue: 10.1, services: 1, arpu: 10.1, average_arpu: 21.72 },
      { month: names[1], revenue: 15.2, services: 2, arpu: 7.6, average_arpu: 7.6 },
    ],
    arpu: 8.43,
    average_arpu: 14.66,
  });
});

test('happy: thirty readers at once, and every month has its place', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => staff('GET', `/crm/customer/customer_id/${john}/arpu`)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(answers[0]?.body.months).toHaveLength(12);
});

test('error: the months are from 1 to 36, the customer must exist', async () => {
  for (const months of ['0', '37', 'x', '1.5'])
    expect((await staff('GET', `/crm/customer/customer_id/${jane}/arpu?months=${months}`)).body.error.field).toBe('months');
  expect((await staff('GET', '/crm/customer/customer_id/999999/arpu')).status).toBe(404);
});

test('security: it takes the view of transactions, and another tenant’s customer is not found', async () => {
  const path = `/crm/customer/customer_id/${jane}/arpu`;
  expect((await api.anonymous('GET', path)).status).toBe(401);
  expect((await (await api.staff('view_customer'))('GET', path)).status).toBe(403);
  expect((await (await api.customerUser(john, 'view_own_customer_transaction'))('GET', path)).status).toBe(404);
});
