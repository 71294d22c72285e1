import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fields } from '../../support/answer-fields.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';

let api: TestApi;
let staff: Client;

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('view_product', 'create_product', 'update_product', 'delete_product', 'create_customer', 'view_customer');
});
afterAll(() => api.close());

let counter = 0;
const make = async (fields: object = {}) => {
  counter += 1;
  const { body, status } = await staff('PUT', '/crm/product/', { product_name: `Product ${counter}`, product_slug: `product-${counter}`, ...fields });
  expect(status).toBe(200);
  return body;
};
const slugs = (answer: { body: { product_slug: string }[] }): string[] => answer.body.map((product) => product.product_slug);
const customer = async (fields: object = {}): Promise<number> => (await staff('PUT', '/crm/customer/', { customer_name: 'Buyer', ...fields })).body.customer_id;
const service = (customerId: number, type: string, productId: number | null = null) =>
  api
    .em()
    .execute(`insert into service (customer_id, product_id, service_name, service_type, service_uuid) values (?, ?, 'S', ?, gen_random_uuid()::text)`, [
      customerId,
      productId,
      type,
    ]);

describe('security', () => {
  test.each([
    ['GET', '/crm/product/'],
    ['GET', '/crm/product/paginated'],
    ['GET', '/crm/product/product_id/1'],
    ['GET', '/crm/product/product_slug/x'],
    ['PUT', '/crm/product/'],
    ['PATCH', '/crm/product/product_id/1'],
    ['DELETE', '/crm/product/product_id/1'],
  ] as const)('%s %s needs its permission', async (method, path) => {
    const body = method === 'PUT' || method === 'PATCH' ? { product_name: 'X', product_slug: 'x' } : undefined;
    expect((await api.anonymous(method, path, body)).status).toBe(401);
    expect((await (await api.staff('view_customer'))(method, path, body)).status).toBe(403);
  });

  test('only those who manage products see disabled ones', async () => {
    const viewer = await api.staff('view_product');
    expect((await viewer('GET', '/crm/product/?include_disabled=true')).status).toBe(403);
    expect((await viewer('GET', '/crm/product/?include_disabled=false')).status).toBe(200);
  });

  test('a customer’s user sees what it may order, without costs, notes and plays', async () => {
    const open = await make({ service_type: 'hotspot', customer_can_purchase: true, wholesale_cost: 3, comment: 'secret', provisioning_play: 'play_x' });
    const hidden = await make({ service_type: 'hotspot', enabled: false });
    const staffOnly = await make({ service_type: 'hotspot' });
    const id = await customer();
    const user = await api.customerUser(id, 'view_product');
    const list = await user<Fields[]>('GET', '/crm/product/?service_type=hotspot');
    expect(slugs(list)).toEqual([open.product_slug]);
    for (const key of ['wholesale_cost', 'wholesale_setup_cost', 'comment', 'provisioning_play', 'provisioning_json_vars'])
      expect(list.body[0]).not.toHaveProperty(key);
    expect((await user('GET', '/crm/product/paginated?filters={"service_type":["hotspot"]}')).body.pagination.total_items).toBe(1);
    expect((await user('GET', `/crm/product/product_id/${staffOnly.product_id}`)).status).toBe(200);
    expect((await user('GET', `/crm/product/product_id/${hidden.product_id}`)).status).toBe(404);
    await service(id, 'hotspot', hidden.product_id);
    expect((await user('GET', `/crm/product/product_id/${hidden.product_id}`)).status).toBe(200);
    expect((await user('GET', `/crm/product/?customer_id=${await customer()}`)).status).toBe(404);
  });
});
