import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
let staff: Client;
let customerId: number;

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('create_customer', 'create_customer_contact', 'update_customer_contact', 'view_customer_contact', 'delete_customer_contact');
  customerId = (await staff('PUT', '/crm/customer/', { customer_name: 'Jane' })).body.customer_id;
});
afterAll(() => api.close());

const put = (fields: object, owner = customerId) => staff('PUT', '/crm/contact/', { customer_id: owner, contact_firstname: 'Ann', ...fields });

test.each([
  [{ contact_email: 'ann smith@example.com' }, 'contact_email'],
  [{ contact_email: 'ann@example.com\u0000' }, 'contact_email'],
  [{ contact_email: 'ann@example.com\nBcc: all@example.com' }, 'contact_email'],
  [{ contact_email: `${'a'.repeat(300)}@example.com` }, 'contact_email'],
  [{ contact_email: 7 }, 'contact_email'],
  [{ contact_firstname: '   ' }, 'contact_firstname'],
  [{ contact_firstname: 'a\u0000b' }, 'contact_firstname'],
  [{ contact_firstname: 'x'.repeat(151) }, 'contact_firstname'],
  [{ contact_lastname: 'x'.repeat(100_000) }, 'contact_lastname'],
  [{ contact_phone: '0'.repeat(41) }, 'contact_phone'],
  [{ contact_phone: '+44 7700\u0000 900123' }, 'contact_phone'],
  [{ contact_phone: 'call me' }, 'contact_phone'],
  [{ contact_types: 'boss' }, 'contact_types'],
])('error: %# names its field', async (fields, field) => {
  expect(await put(fields)).toMatchObject({ status: 400, body: { error: { field } } });
});

test('happy: spaces around names, addresses and numbers are taken off', async () => {
  const { body } = await put({ contact_firstname: ' Ann ', contact_email: ' ann@example.com ', contact_phone: ' 020 7946 0000 ' });
  expect(body).toMatchObject({ contact_firstname: 'Ann', contact_email: 'ann@example.com', contact_phone: '+442079460000' });
});

test('error: an address that another contact of the customer has in another case is refused, wherever it comes from', async () => {
  const id = (await staff('PUT', '/crm/customer/', { customer_name: 'Twins', contacts: [{ contact_firstname: 'A', contact_email: 'a@x.example' }] })).body
    .customer_id;
  const taken = { status: 409, body: { error: { code: 'conflict', field: 'contact_email' } } };
  expect(await put({ contact_email: 'A@X.example' }, id)).toMatchObject(taken);
  const other = (await put({ contact_email: 'b@x.example' }, id)).body;
  const path = `/crm/contact/contact_id/${other.contact_id}`;
  expect(await staff('PATCH', path, { contact_email: 'A@x.EXAMPLE' })).toMatchObject(taken);
  expect((await staff('PATCH', path, { contact_email: 'B@x.example' })).status).toBe(200);
  expect((await put({ contact_email: 'a@x.example' })).status).toBe(200);
  const both = [
    { contact_firstname: 'A', contact_email: 'c@x.example' },
    { contact_firstname: 'B', contact_email: 'C@x.example' },
  ];
  const answer = await staff('PUT', '/crm/customer/', { customer_name: 'Pair', contacts: both });
  expect(answer).toMatchObject({ status: 409, body: { error: { field: 'contacts.1.contact_email' } } });
});

test('error: ten contacts with one address at once leave one', async () => {
  const id = (await staff('PUT', '/crm/customer/', { customer_name: 'Race' })).body.customer_id;
  const answers = await Promise.all(Array.from({ length: 10 }, () => put({ contact_email: 'same@x.example' }, id)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await staff('GET', `/crm/contact/customer_id/${id}`)).body).toHaveLength(1);
});
