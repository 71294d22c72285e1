import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert } from '../../support/seed.ts';

let api: TestApi;
let staff: Client;
let jane: number;
let john: number;

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('view_communication', 'create_customer');
  jane = (await staff('PUT', '/crm/customer/', { customer_name: 'Jane' })).body.customer_id;
  john = (await staff('PUT', '/crm/customer/', { customer_name: 'John' })).body.customer_id;
  for (const [customer_id, subject, state] of [
    [jane, 'Welcome', 'sent'],
    [jane, 'Invoice 1', 'rejected'],
    [john, 'Welcome', 'sent'],
  ])
    await insert(api.em(), 'communication', { customer_id, subject, state, recipient: 'a@example.com' });
});
afterAll(() => api.close());

const subjects = (body: { data: { subject: string }[] }): string[] => body.data.map(({ subject }) => subject);

test('happy: a customer’s messages, newest first, filtered and searched', async () => {
  const of = encodeURIComponent(JSON.stringify({ customer_id: [jane] }));
  expect(subjects((await staff('GET', `/crm/communication/?filters=${of}`)).body)).toEqual(['Invoice 1', 'Welcome']);
  expect(subjects((await staff('GET', '/crm/communication?search=invoice')).body)).toEqual(['Invoice 1']);
  const [row] = (await staff('GET', `/crm/communication?search=invoice`)).body.data;
  expect(row).toMatchObject({ customer_id: jane, customer_name: 'Jane', channel: 'email', recipient: 'a@example.com', state: 'rejected', sent_at: null });
});

test('error: unknown sorts and filters name their field', async () => {
  expect((await staff('GET', '/crm/communication?sort=custom_id')).body.error.field).toBe('sort');
  expect((await staff('GET', `/crm/communication?filters=${encodeURIComponent('{"reason":["x"]}')}`)).body.error.field).toBe('filters');
});

test('security: a tenant sees its own, others none', async () => {
  const tenant = await api.customerUser(john, 'view_own_communication');
  expect(subjects((await tenant('GET', '/crm/communication')).body)).toEqual(['Welcome']);
  expect((await (await api.staff('view_customer'))('GET', '/crm/communication')).status).toBe(403);
  expect((await api.anonymous('GET', '/crm/communication')).status).toBe(401);
});
