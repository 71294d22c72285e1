import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fields } from '../../support/answer-fields.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { notKeptApart } from './kept-apart.ts';

let api: TestApi;
let staff: Client;
let customerId: number;
let otherId: number;

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff(
    ...(['view', 'create', 'update', 'delete'] as const).flatMap((verb) => [`${verb}_customer_contact`, `${verb}_customer_site`] as const),
    'create_customer',
  );
  customerId = (await staff('PUT', '/crm/customer/', { customer_name: 'Jane' })).body.customer_id;
  otherId = (await staff('PUT', '/crm/customer/', { customer_name: 'John' })).body.customer_id;
});
afterAll(() => api.close());

const kinds = [
  {
    kind: 'contact',
    fields: { contact_firstname: 'Ann', contact_phone: '+61 412 345 678' },
    shown: { contact_firstname: 'Ann', contact_phone: '+61412345678', contact_types: 'primary' },
    change: { contact_lastname: 'Lee' },
  },
  {
    kind: 'site',
    fields: { site_name: 'Home', latitude: '51.5', longitude: '-0.12', zip_code: 1234 },
    shown: { site_name: 'Home', latitude: 51.5, longitude: -0.12, zip_code: '1234', country: 'United Kingdom' },
    change: { city: 'London' },
  },
] as const;

describe.each(kinds)('$kind', ({ kind, fields, shown, change }) => {
  const make = async (owner = customerId) => (await staff('PUT', `/crm/${kind}/`, { customer_id: String(owner), ...fields })).body;
  const one = (record: Fields) => `/crm/${kind}/${kind}_id/${record[`${kind}_id`]}`;

  test('happy: it is made, listed, read, changed and removed', async () => {
    const record = await make();
    expect(record).toMatchObject({ ...shown, customer_id: customerId });
    expect((await staff('GET', `/crm/${kind}/customer_id/${customerId}`)).body).toEqual([record]);
    expect((await staff('GET', one(record))).body).toEqual(record);
    const changed = await staff('PATCH', one(record), change);
    expect(changed.body).toMatchObject({ ...shown, ...change });
    expect((await staff('DELETE', one(record))).status).toBe(200);
    expect((await staff('GET', one(record))).status).toBe(404);
    expect((await staff('GET', `/crm/${kind}/customer_id/${customerId}`)).body).toEqual([]);
  });

  test('error: the customer must exist, and stays the same', async () => {
    const missing = await staff('PUT', `/crm/${kind}/`, { ...fields, customer_id: 999_999 });
    expect(missing).toMatchObject({ status: 404, body: { error: { field: 'customer_id' } } });
    expect((await staff('PUT', `/crm/${kind}/`, fields)).body.error.field).toBe('customer_id');
    expect((await staff('GET', `/crm/${kind}/customer_id/999999`)).status).toBe(404);
    const record = await make();
    await staff('PATCH', one(record), { customer_id: otherId });
    expect((await staff('GET', one(record))).body.customer_id).toBe(customerId);
  });

  test('security: permissions, and another tenant’s record is not found', async () => {
    const record = await make(otherId);
    expect(await notKeptApart(api, customerId, { kind, recordId: record[`${kind}_id`], otherId, fields })).toEqual([]);
  });
});

test('error: a telephone number that cannot be one names its field, an empty one is none', async () => {
  const contact = (await staff('PUT', '/crm/contact/', { customer_id: customerId, contact_firstname: 'Bo', contact_phone: '', contact_email: '' })).body;
  expect(contact).toMatchObject({ contact_phone: null, contact_email: null });
  const answer = await staff('PATCH', `/crm/contact/contact_id/${contact.contact_id}`, { contact_phone: '123' });
  expect(answer).toMatchObject({ status: 400, body: { error: { field: 'contact_phone' } } });
});

test('error: a contact that somebody signs in as cannot be removed', async () => {
  await api.customerUser(otherId);
  const contacts = (await staff<Fields[]>('GET', `/crm/contact/customer_id/${otherId}`)).body;
  const answer = await staff('DELETE', `/crm/contact/contact_id/${contacts.at(-1)?.contact_id}`);
  expect(answer).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
});

test('new coordinates give a new Plus Code; half a position is refused', async () => {
  const site = (await staff('PUT', '/crm/site/', { customer_id: customerId, site_name: 'Mast', latitude: 47.36559, longitude: 8.524997 })).body;
  const path = `/crm/site/site_id/${site.site_id}`;
  expect((await staff('PATCH', path, { latitude: 51.5074, longitude: -0.1278 })).body.plus_code).toBe('9C3XGV4C+XV');
  expect((await staff('PATCH', path, { latitude: null })).body.error.field).toBe('latitude');
});

test('error: a site where a service is delivered cannot be removed', async () => {
  const site = (await staff('PUT', '/crm/site/', { customer_id: customerId, site_name: 'Shop', latitude: 51.5, longitude: 0 })).body;
  await api
    .em()
    .execute(`insert into service (customer_id, site_id, service_name, service_uuid) values (?, ?, 'Fibre', 'uuid-site')`, [customerId, site.site_id]);
  const answer = await staff('DELETE', `/crm/site/site_id/${site.site_id}`);
  expect(answer.status).toBe(409);
  expect(answer.body.error.message).toContain('Fibre');
});
