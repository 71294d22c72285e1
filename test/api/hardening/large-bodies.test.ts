import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
let staff: Client;
beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('create_inventory', 'update_inventory', 'view_inventory', 'create_product');
  await api.em().execute(`insert into inventory_template (item, itemtext1_label) values ('Router', 'Serial')`);
});
afterAll(() => api?.close());

const mebibyte = 1024 * 1024;
const fiveMebibytes = 'x'.repeat(5 * mebibyte);

describe('a large body', () => {
  it('holds a device’s whole configuration, in any script', async () => {
    const content = '€\n'.repeat(250_000);
    expect(Buffer.byteLength(JSON.stringify(content))).toBeGreaterThan(mebibyte);
    const made = await staff('PUT', '/crm/inventory/', { item: 'Router', itemtext1: 'A1', config_content: content });
    expect(made).toMatchObject({ status: 200 });
    expect(await staff('PATCH', `/crm/inventory/inventory_id/${made.body.inventory_id}`, { config_content: content })).toMatchObject({ status: 200 });
  });

  it('is refused by the field when the configuration is longer than it may be', async () => {
    const answer = await staff('PUT', '/crm/inventory/', { item: 'Router', itemtext1: 'A2', config_content: 'x'.repeat(500_001) });
    expect(answer).toMatchObject({ status: 400, body: { error: { field: 'config_content' } } });
  });

  it.each([
    ['PUT', '/crm/inventory/', { item: 'Router', itemtext1: fiveMebibytes }],
    ['PUT', '/crm/product', { product_name: fiveMebibytes.slice(0, mebibyte + 1) }],
    ['PUT', '/crm/coverage_area', { name: fiveMebibytes.repeat(5) }],
  ] as const)('to %s %s is not read beyond that route’s limit', async (method, path, body) => {
    expect(await staff(method, path, body)).toMatchObject({ status: 413, body: { error: { code: 'too_large', requestId: expect.any(String) } } });
  });
});
