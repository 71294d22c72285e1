import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
let staff: Client;

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('view_customer', 'create_customer', 'update_customer');
});
afterAll(() => api.close());

const newCustomer = async (body: object = {}): Promise<number> =>
  (await staff('PUT', '/crm/customer/', { customer_name: 'Jane Doe', ...body })).body.customer_id;

describe('happy', () => {
  test('a customer is made with contacts and sites in one call and answered in full', async () => {
    const { status, body } = await staff('PUT', '/crm/customer/', {
      customer_name: 'Acme Fibre',
      customer_account_type: 'Business',
      contract_start_date: '2026-01-01T00:00:00Z',
      contacts: [{ contact_firstname: 'Bob', contact_email: 'bob@acme.example', contact_phone: '020 7946 0000', contact_types: ['billing', 'technical'] }],
      sites: [{ site_name: 'Head office', address_line_1: '1 High Street', latitude: '47.365590', longitude: 8.524997 }],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      customer_name: 'Acme Fibre',
      customer_account_type: 'Business',
      customer_status: 'Open',
      customer_payment_type: 'prepaid',
      customer_enabled: true,
      tax_identifier: null,
      contract_start_date: '2026-01-01T00:00:00.000Z',
      contacts: [{ contact_firstname: 'Bob', contact_phone: '+442079460000', contact_types: 'billing,technical' }],
      sites: [{ site_name: 'Head office', country: 'United Kingdom', latitude: 47.36559, plus_code: '8FVC9G8F+6X' }],
    });
    expect(body.created).toMatch(/^\d{4}-\d{2}-\d{2}T.*Z$/);
    for (const path of ['customer_id/', '']) expect((await staff('GET', `/crm/customer/${path}${body.customer_id}`)).body).toEqual(body);
  });

  test('a change keeps what was not given', async () => {
    const id = await newCustomer({ tax_identifier: 'GB123' });
    const { status, body } = await staff('PATCH', `/crm/customer/customer_id/${id}`, { customer_status: 'Suspended', customer_enabled: 'False' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ customer_name: 'Jane Doe', customer_status: 'Suspended', customer_enabled: false, tax_identifier: 'GB123' });
    expect(Date.parse(body.last_modified)).toBeGreaterThan(Date.parse(body.created));
  });

  test('the list is paginated, sorted and filtered', async () => {
    const marker = 'Listed';
    for (const name of ['C', 'A', 'B'])
      await newCustomer({ customer_name: `${marker} ${name}`, customer_account_type: name === 'B' ? 'Business' : 'Individual' });
    const first = await staff('GET', `/crm/customers?search=${marker}&per_page=2&sort=customer_name&order=asc`);
    expect(first.body.data.map((row: { customer_name: string }) => row.customer_name)).toEqual(['Listed A', 'Listed B']);
    expect(first.body.pagination).toEqual({ current_page: 1, per_page: 2, total_pages: 2, total_items: 3 });
    const second = await staff('GET', `/crm/customer/?search=${marker}&per_page=2&page=2&sort=customer_name&order=asc`);
    expect(second.body.data.map((row: { customer_name: string }) => row.customer_name)).toEqual(['Listed C']);
    const beyond = await staff('GET', `/crm/customers?search=${marker}&page=9`);
    expect(beyond.body).toMatchObject({ data: [], pagination: { total_items: 3 } });
    const business = await staff('GET', `/crm/customers?search=${marker}&filters=${encodeURIComponent('{"customer_account_type":["Business"]}')}`);
    expect(business.body.pagination.total_items).toBe(1);
  });

  test.each(['needle person', 'needle@mail.example', '07700 900555', '+44 7700 900555', '900555'])('the list is searched by “%s”', async (search) => {
    const found = await staff('GET', `/crm/customers?search=${encodeURIComponent(search)}`);
    const id =
      found.body.data[0]?.customer_id ??
      (await newCustomer({
        customer_name: 'A Needle Person',
        contacts: [{ contact_firstname: 'N', contact_email: 'needle@mail.example', contact_phone: '07700 900555' }],
      }));
    const { body } = await staff('GET', `/crm/customers?search=${encodeURIComponent(search)}`);
    expect(body.data.map((row: { customer_id: number }) => row.customer_id)).toEqual([id]);
    expect((await staff('GET', `/crm/customers?search=${id}`)).body.data).toContainEqual(expect.objectContaining({ customer_id: id }));
  });

  test('wildcards in a search are ordinary letters', async () => {
    expect((await staff('GET', '/crm/customers?search=%25')).body.pagination.total_items).toBe(0);
  });
});

describe('error', () => {
  test.each([
    [{}, 'customer_name'],
    [{ customer_name: ' ' }, 'customer_name'],
    [{ customer_name: 'x'.repeat(256) }, 'customer_name'],
    [{ customer_name: 'a\u0000b' }, 'customer_name'],
    [{ customer_name: 'X', customer_status: 'Pending' }, 'customer_status'],
    [{ customer_name: 'X', customer_enabled: 'perhaps' }, 'customer_enabled'],
    [{ customer_name: 'X', contract_end_date: 'soon' }, 'contract_end_date'],
    [{ customer_name: 'X', contract_start_date: '2026-02-01', contract_end_date: '2026-01-01' }, 'contract_end_date'],
    [{ customer_name: 'X', contacts: [{ contact_firstname: 'A' }, { contact_firstname: 'B', contact_phone: '12' }] }, 'contacts.1.contact_phone'],
    [{ customer_name: 'X', contacts: [{ contact_firstname: 'A', contact_email: 'nobody' }] }, 'contacts.0.contact_email'],
    [{ customer_name: 'X', contacts: [{ contact_firstname: 'A', contact_types: 'boss' }] }, 'contacts.0.contact_types'],
    [{ customer_name: 'X', sites: [{ site_name: 'S', latitude: 91, longitude: 0 }] }, 'sites.0.latitude'],
    [{ customer_name: 'X', sites: [{ site_name: 'S', latitude: 1 }] }, 'sites.0.longitude'],
  ])('%j is refused by field and stores nothing', async (body, field) => {
    const before = await staff('GET', '/crm/customers');
    const answer = await staff('PUT', '/crm/customer/', body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'validation', field } } });
    expect((await staff('GET', '/crm/customers')).body.pagination.total_items).toBe(before.body.pagination.total_items);
  });

  test('all faults are listed at once', async () => {
    const { body } = await staff('PUT', '/crm/customer/', { customer_status: 'Odd', sites: [{}] });
    expect(body.error.faults.map((fault: { field: string }) => fault.field)).toEqual(
      expect.arrayContaining(['customer_name', 'customer_status', 'sites.0.site_name']),
    );
  });

  test('malformed JSON, unknown ids and bad list parameters', async () => {
    expect((await staff('PUT', '/crm/customer/', '{')).status).toBe(400);
    expect((await staff('GET', '/crm/customer/customer_id/999999')).body.error.code).toBe('not_found');
    expect((await staff('GET', '/crm/customer/customer_id/abc')).body.error.field).toBe('customer_id');
    expect((await staff('GET', '/crm/customers?sort=password')).body.error.field).toBe('sort');
    expect((await staff('GET', '/crm/customers?page=0')).body.error.field).toBe('page');
    expect((await staff('GET', '/crm/customers?filters=[1]')).body.error.field).toBe('filters');
    expect((await staff('GET', '/crm/customers?filters={"constructor":[1]}')).body.error.field).toBe('filters');
    const id = await newCustomer();
    expect((await staff('PATCH', `/crm/customer/${id}`, { customer_name: '' })).body.error.field).toBe('customer_name');
  });
});

describe('security', () => {
  test.each([
    ['GET', '/crm/customers'],
    ['GET', '/crm/customer/1'],
    ['PUT', '/crm/customer/'],
    ['PATCH', '/crm/customer/customer_id/1'],
  ] as const)('%s %s needs its permission', async (method, path) => {
    const body = method === 'GET' ? undefined : { customer_name: 'X' };
    expect((await api.anonymous(method, path, body)).status).toBe(401);
    const other = await api.staff('view_product');
    expect((await other(method, path, body)).status).toBe(403);
  });

  test('a customer’s user sees only its own customer', async () => {
    const own = await newCustomer({ customer_name: 'Own' });
    const other = await newCustomer({ customer_name: 'Other' });
    const user = await api.customerUser(own, 'view_own_customer');
    expect((await user('GET', '/crm/customers')).body.data.map((row: { customer_id: number }) => row.customer_id)).toEqual([own]);
    expect((await user('GET', `/crm/customers?search=${other}`)).body.data).toEqual([]);
    expect((await user('GET', `/crm/customer/${own}`)).status).toBe(200);
    const foreign = await user('GET', `/crm/customer/${other}`);
    expect(foreign.body.error.message).toBe(`Customer ${other} not found.`);
    expect(foreign.status).toBe((await user('GET', '/crm/customer/999999')).status);
  });

  test('a tenant with rights to change may change only itself', async () => {
    const own = await newCustomer();
    const other = await newCustomer();
    const user = await api.customerUser(own, 'update_customer', 'create_customer');
    expect((await user('PATCH', `/crm/customer/${own}`, { customer_name: 'New name' })).status).toBe(200);
    expect((await user('PATCH', `/crm/customer/${other}`, { customer_name: 'New name' })).status).toBe(404);
    expect((await user('PUT', '/crm/customer/', { customer_name: 'X' })).status).toBe(403);
  });

  test('ids and instants of the request are ignored', async () => {
    const { body } = await staff('PUT', '/crm/customer/', { customer_name: 'X', customer_id: 5555, created: '2001-01-01' });
    expect(body.customer_id).not.toBe(5555);
    expect(body.created).not.toContain('2001');
  });
});
