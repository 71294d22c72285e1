import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealActivity } from '../../../domain/activity-log/seal-activity.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';

let test: TestApi;
let staff: Client;
let customerId: number;

beforeAll(async () => {
  test = await createTestApi();
  staff = await test.staff('admin');
  const { body } = await staff('PUT', '/crm/customer', { customer_name: 'Acme' });
  customerId = body.customer_id;
  await staff('PATCH', `/crm/customer/customer_id/${customerId}`, { customer_status: 'Suspended' });
  await staff('PUT', '/crm/contact', { customer_id: customerId, contact_firstname: 'Bob' });
  await staff('PUT', '/crm/customer', { customer_name: 'Other' });
});
afterAll(() => test.close());

const timeline = (query = ''): string => `/crm/activity/customer_id/${customerId}${query}`;

describe('the timeline of a customer', () => {
  it('happy: tells what happened, newest first', async () => {
    const { status, body } = await staff('GET', timeline());
    expect(status).toBe(200);
    expect(body.data.map(({ summary }: { summary: string }) => summary)).toEqual([
      'Test User added the contact “Bob”',
      'Test User changed the status from Open to Suspended',
      'Test User added the customer “Acme”',
    ]);
    expect(body.data[1]).toMatchObject({
      customer_name: 'Acme',
      before: { customer_status: 'Open' },
      after: { customer_status: 'Suspended' },
      actor_kind: 'user',
    });
  });

  it('happy: is filtered by kind, person and time', async () => {
    const kind = await staff('GET', timeline(`?filters=${encodeURIComponent('{"entity_kind":["contact"]}')}`));
    expect(kind.body.data).toHaveLength(1);
    const nobody = await staff('GET', timeline(`?filters=${encodeURIComponent('{"user_id":[999999]}')}`));
    expect(nobody.body.data).toHaveLength(0);
    const person = await staff('GET', timeline(`?filters=${encodeURIComponent(JSON.stringify({ user_id: [kind.body.data[0]?.user_id] }))}`));
    expect(person.body.data).toHaveLength(3);
    const filtered = async (filters: object): Promise<unknown[]> =>
      (await staff('GET', `/crm/activity?filters=${encodeURIComponent(JSON.stringify(filters))}`)).body.data;
    const customerId = person.body.data[0]?.customer_id;
    expect(await filtered({ customer_id: [customerId], entity_kind: ['contact'] })).toHaveLength(1);
    expect(await filtered({ customer_id: [customerId, 999_999], provision_id: [null] })).toHaveLength(3);
    for (const filters of [{ customer_id: ['none'] }, { user_id: ['none'] }, { customer_id: [99_999_999_999] }]) expect(await filtered(filters)).toEqual([]);
    expect((await staff('GET', timeline('?from=2999-01-01'))).body.data).toHaveLength(0);
    expect((await staff('GET', timeline('?to=2000-01-01'))).body.data).toHaveLength(0);
  });

  it('happy: takes notes, which stay', async () => {
    expect((await staff('POST', timeline(), { text: 'Customer called' })).status).toBe(201);
    const { body } = await staff('GET', timeline('?per_page=1'));
    expect(body.data[0]).toMatchObject({ category: 'note', summary: 'Test User noted: “Customer called”' });
  });

  it('error: an unknown customer, a wrong filter, date or note', async () => {
    expect((await staff('GET', '/crm/activity/customer_id/999999')).status).toBe(404);
    expect((await staff('GET', timeline('?filters={"ip":["1"]}'))).body.error).toMatchObject({ code: 'validation', field: 'filters' });
    expect((await staff('GET', timeline('?from=yesterday'))).body.error).toMatchObject({ code: 'validation', field: 'from' });
    expect((await staff('POST', timeline(), { text: '' })).body.error).toMatchObject({ code: 'validation', field: 'text' });
    expect((await staff('POST', '/crm/activity/customer_id/999999', { text: 'x' })).status).toBe(404);
  });

  it('security: needs its permission', async () => {
    const other = await test.staff('view_customer');
    expect((await other('GET', timeline())).status).toBe(403);
    expect((await other('GET', '/crm/activity')).status).toBe(403);
    const reader = await test.staff('view_customer_activity');
    expect((await reader('POST', timeline(), { text: 'x' })).status).toBe(403);
    expect((await test.anonymous('GET', timeline())).status).toBe(401);
  });

  it('happy: calls fields and records as people do, to a customer only its own', async () => {
    const own = (await staff('PUT', '/crm/customer', { customer_name: 'Own' })).body.customer_id;
    const [{ product_id, service_id, foreign } = {}] = await test.em().execute<Record<string, number>[]>(
      `with p as (insert into product (product_name, product_slug) values ('Fibre 100', 'fibre-100') returning product_id),
            c as (insert into customer (customer_name) values ('Rival') returning customer_id),
            mine as (insert into service (customer_id, service_name, service_uuid) values (?, 'Line 1', 'l1') returning service_id),
            theirs as (insert into service (customer_id, service_name, service_uuid) select customer_id, 'Their line', 'l2' from c returning service_id)
       select p.product_id, mine.service_id, theirs.service_id as foreign from p, mine, theirs`,
      [own],
    );
    await test.em().execute('update service set product_id = ?, bundled_parent = ? where service_id = ?', [product_id, foreign, service_id]);
    const [entry] = (await staff('GET', `/crm/activity/customer_id/${own}`)).body.data;
    expect(entry?.summary).toContain('set the product of the service “Line 1” to Fibre 100');
    expect(entry?.changes).toEqual([
      { field: 'bundled_parent', label: 'Bundled parent', before: null, after: 'Their line' },
      { field: 'product_id', label: 'Product', before: null, after: 'Fibre 100' },
    ]);
    const customer = await test.customerUser(own, 'view_own_customer_activity');
    const told = await customer('GET', `/crm/activity?filters=${encodeURIComponent('{"entity_kind":["service"]}')}`);
    expect(told.body.data[0]?.changes).toContainEqual({ field: 'bundled_parent', label: 'Bundled parent', before: null, after: foreign });
  });

  it('security: nothing changes or removes an entry', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE'] as const) expect((await staff(method, timeline())).status).toBe(404);
  });

  it('security: a customer’s user sees its own alone, without the operator’s people, notes and costs', async () => {
    const user = await test.customerUser(customerId, 'view_own_customer_activity');
    const { body } = await user('GET', '/crm/activity');
    const shown = JSON.stringify(body);
    expect(body.data.every((row: { customer_id: number }) => row.customer_id === customerId)).toBe(true);
    expect(shown).toContain('Our staff changed the status from Open to Suspended');
    expect(shown).not.toMatch(/Customer called|wholesale/);
    expect(body.data.find(({ action }: { action: string }) => action === 'changed')).toMatchObject({ ip: null, request_id: null });
    const [foreign] = await test.em().execute<{ customer_id: number }[]>(`select customer_id from customer where customer_name = 'Other'`);
    expect((await user('GET', `/crm/activity/customer_id/${foreign?.customer_id}`)).status).toBe(404);
  });
});

describe('the staff-wide activity', () => {
  it('happy: tells of everybody, found by what a row is called, in the hash chain or not yet', async () => {
    const found = async (): Promise<string[]> => {
      const { body } = await staff('GET', '/crm/activity?search=othe&order=asc');
      return body.data.map(({ summary }: { summary: string }) => summary);
    };
    expect(await found()).toEqual(['Test User added the customer “Other”']);
    expect(await sealActivity(test.em())).toBeGreaterThan(0);
    expect(await found()).toEqual(['Test User added the customer “Other”']);
  });
});
