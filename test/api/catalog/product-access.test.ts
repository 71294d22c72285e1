import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fields } from '../../support/answer-fields.ts';
import type { TestApi } from '../../support/api.ts';
import { type CatalogApi, openCatalog, slugs } from './support.ts';

let api: TestApi;
let make: CatalogApi['make'];
let customer: CatalogApi['customer'];
let service: CatalogApi['service'];

beforeAll(async () => {
  ({ api, make, customer, service } = await openCatalog());
});
afterAll(() => api.close());

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
