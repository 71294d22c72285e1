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
    'view_customer',
    'create_customer',
    ...(['view', 'create', 'update', 'delete'] as const).flatMap((verb) => [`${verb}_customer_attribute`, `${verb}_customer_tag`] as const),
  );
  customerId = (await staff('PUT', '/crm/customer/', { customer_name: 'Jane' })).body.customer_id;
  otherId = (await staff('PUT', '/crm/customer/', { customer_name: 'John' })).body.customer_id;
});
afterAll(() => api.close());

const put = (attribute_name: string, attribute_value: string, customer_id = customerId) =>
  staff('PUT', '/crm/attribute/', { customer_id, attribute_name, attribute_value });
const gold = { tag_text: 'VIP', tag_hex_color: 'ffd700' };

describe('attributes', () => {
  test('happy: a name is created once and changed by the next request', async () => {
    const made = await put('external_crm_id', 'SF-1');
    expect(made).toMatchObject({ status: 200, body: { customer_id: customerId, attribute_name: 'external_crm_id', attribute_value: 'SF-1' } });
    expect(Object.keys(made.body)).toEqual(['attribute_id', 'customer_id', 'attribute_name', 'attribute_value', 'created', 'last_modified']);
    const changed = await put('external_crm_id', 'SF-2');
    expect(changed.body).toMatchObject({ attribute_id: made.body.attribute_id, attribute_value: 'SF-2' });
    expect((await staff('GET', `/crm/attribute/customer_id/${customerId}`)).body).toEqual([changed.body]);
    const path = `/crm/attribute/attribute_id/${made.body.attribute_id}`;
    expect((await staff('PATCH', path, { attribute_value: 'SF-3' })).body.attribute_value).toBe('SF-3');
    expect((await staff('GET', path)).body.attribute_value).toBe('SF-3');
    expect((await staff('DELETE', path)).body).toEqual({ result: 'success' });
    expect((await staff('GET', path)).status).toBe(404);
  });

  test('happy: twenty requests for one new name at once leave one attribute', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => put('raced', `v${index}`, otherId)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect((await staff('GET', `/crm/attribute/customer_id/${otherId}`)).body).toHaveLength(1);
  });

  test('happy: customers are found by attribute, by name and by value', async () => {
    await put('support_tier', 'premium');
    await put('support_tier', 'basic', otherId);
    const found = async (filters: object) =>
      (await staff('GET', `/crm/customers?filters=${encodeURIComponent(JSON.stringify(filters))}`)).body.data.map(
        (row: { customer_id: number }) => row.customer_id,
      );
    expect(await found({ attribute_name: ['support_tier'], attribute_value: ['premium'] })).toEqual([customerId]);
    expect((await found({ attribute_name: ['support_tier'] })).sort()).toEqual([customerId, otherId].sort());
    expect(await found({ attribute_value: ['none'] })).toEqual([]);
  });

  test.each([
    [{ attribute_name: '', attribute_value: 'x' }, 'attribute_name'],
    [{ attribute_name: 'x'.repeat(151), attribute_value: 'x' }, 'attribute_name'],
    [{ attribute_name: 'x', attribute_value: 'x'.repeat(151) }, 'attribute_value'],
    [{ attribute_name: 'a\u0000b', attribute_value: 'x' }, 'attribute_name'],
    [{ attribute_name: 'x', attribute_value: { $gt: '' } }, 'attribute_value'],
    [{ attribute_name: 'x' }, 'attribute_value'],
  ])('error: %j names %s', async (body, field) => {
    expect(await staff('PUT', '/crm/attribute/', { customer_id: customerId, ...body })).toMatchObject({ status: 400, body: { error: { field } } });
  });

  test('error: a name that the customer already has cannot be taken by another attribute', async () => {
    await put('first', '1');
    const { body } = await put('second', '2');
    const answer = await staff('PATCH', `/crm/attribute/attribute_id/${body.attribute_id}`, { attribute_name: 'first' });
    expect(answer).toMatchObject({ status: 409, body: { error: { field: 'attribute_name' } } });
    expect((await put('x', 'y', 999_999)).status).toBe(404);
  });
});

describe('tags', () => {
  test('happy: a tag is made, changed and removed; its colour is six capital digits', async () => {
    const made = await staff('PUT', '/crm/tag/', {
      customer_id: customerId,
      ...gold,
      tag_link: 'https://example.com/vip',
      tag_active_date: '2025-01-01 00:00:00',
      tag_deactivate_date: '2099-12-31 23:59:59',
    });
    expect(made).toMatchObject({ status: 200, body: { tag_text: 'VIP', tag_hex_color: 'FFD700', tag_link: 'https://example.com/vip' } });
    const path = `/crm/tag/tag_id/${made.body.tag_id}`;
    expect((await staff('PATCH', path, { tag_hex_color: '#f00', tag_text: 'Late' })).body).toMatchObject({ tag_hex_color: 'FF0000', tag_text: 'Late' });
    expect((await staff('GET', `/crm/tag/customer_id/${customerId}`)).body).toHaveLength(1);
    expect((await staff('DELETE', path)).status).toBe(200);
    expect((await staff('GET', `/crm/tag/customer_id/${customerId}`)).body).toEqual([]);
  });

  test('happy: without dates a tag is there from now on; outside its dates it is hidden unless asked for', async () => {
    const list = async (query = '') => (await staff<Fields[]>('GET', `/crm/tag/customer_id/${otherId}${query}`)).body.map((tag) => tag.tag_text);
    const dated = (tag_text: string, tag_active_date: string, tag_deactivate_date: string) =>
      staff('PUT', '/crm/tag/', { customer_id: otherId, ...gold, tag_text, tag_active_date, tag_deactivate_date });
    const { body } = await staff('PUT', '/crm/tag/', { customer_id: otherId, ...gold });
    expect(body).toMatchObject({ tag_link: null, tag_deactivate_date: '2099-01-01T00:00:00.000Z' });
    await dated('Past', '2020-01-01', '2021-01-01');
    await dated('Future', '2090-01-01', '2091-01-01');
    expect(await list()).toEqual(['VIP']);
    expect(await list('?include_hidden=true')).toEqual(['VIP', 'Past', 'Future']);
    const tenant = await api.customerUser(otherId, 'view_own_customer_tag');
    expect((await tenant('GET', `/crm/tag/customer_id/${otherId}?include_hidden=true`)).body).toHaveLength(1);
  });

  test.each([
    [{ tag_hex_color: 'gold' }, 'tag_hex_color'],
    [{ tag_hex_color: '12345' }, 'tag_hex_color'],
    [{ tag_text: ' ' }, 'tag_text'],
    [{ tag_link: 'javascript:alert(1)' }, 'tag_link'],
    [{ tag_link: 'data:text/html,x' }, 'tag_link'],
    [{ tag_link: '//evil.example' }, 'tag_link'],
    [{ tag_link: `https://example.com/${'x'.repeat(1000)}` }, 'tag_link'],
    [{ tag_active_date: '2026-02-01', tag_deactivate_date: '2026-01-01' }, 'tag_deactivate_date'],
    [{ tag_active_date: 'soon' }, 'tag_active_date'],
  ])('error: %j names %s', async (body, field) => {
    expect(await staff('PUT', '/crm/tag/', { customer_id: customerId, ...gold, ...body })).toMatchObject({ status: 400, body: { error: { field } } });
  });
});

test.each(['attribute', 'tag'] as const)('security: %s needs its permissions, and another tenant’s is not found', async (kind) => {
  const fields = kind === 'tag' ? gold : { attribute_name: 'secret', attribute_value: 'x' };
  const record = (await staff('PUT', `/crm/${kind}/`, { customer_id: otherId, ...fields })).body;
  expect(await notKeptApart(api, customerId, { kind, recordId: record[`${kind}_id`], otherId, fields })).toEqual([]);
});
