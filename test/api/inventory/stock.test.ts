import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { markReported, noteLowStock } from '../../../domain/inventory/stock/thresholds.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert } from '../../support/seed.ts';

let api: TestApi;
let staff: Client;
let kind: number;
const thresholds = '/crm/inventory/stock_threshold';
const make = (fields: object) => staff('PUT', '/crm/inventory', { item: 'SIM Card', itemtext1: '1', ...fields });

beforeAll(async () => {
  api = await createTestApi();
  staff = await api.staff('view_inventory', 'create_inventory', 'update_inventory', 'update_inventory_template');
  kind = await insert(api.em(), 'inventory_template', { item: 'SIM Card', itemtext1_label: 'ICCID' });
  await make({ item_location: 'Leeds' });
  await make({ item_location: 'Leeds', item_state: 'Damaged' });
  await make({});
});
afterAll(() => api.close());

describe('happy', () => {
  test('levels count by kind, location and state', async () => {
    expect((await staff('GET', '/crm/inventory/stock_levels?item=SIM%20Card')).body.data).toEqual([
      { inventory_template_id: kind, item: 'SIM Card', item_location: 'Leeds', available: 1, reserved: 0, total: 2, states: { New: 1, Damaged: 1 } },
      { inventory_template_id: kind, item: 'SIM Card', item_location: null, available: 1, reserved: 0, total: 1, states: { New: 1 } },
    ]);
  });

  test('a threshold undercut is an alert and told of once, until it is met again', async () => {
    const set = (minimum: number) => staff('PUT', thresholds, { inventory_template_id: kind, item_location: 'Leeds', minimum });
    const { body } = await set(2);
    expect(body).toMatchObject({ item: 'SIM Card', minimum: 2, available: 1, is_low: true });
    expect((await staff('GET', '/crm/alerts')).body.data).toMatchObject([
      { kind: 'low_stock', severity: 'warning', title: 'SIM Card runs low', detail: '1 of 2 available at Leeds', href: '/inventory/stock' },
    ]);
    const news = async (): Promise<number[]> => (await noteLowStock(api.em())).map(({ threshold_id }) => threshold_id);
    expect(await news()).toEqual([body.threshold_id]);
    expect(await news()).toEqual([body.threshold_id]);
    await markReported(api.em(), [body.threshold_id]);
    expect(await news()).toEqual([]);
    await make({ item_location: 'Leeds' });
    expect(await news()).toEqual([]);
    expect((await staff('GET', '/crm/alerts')).body.data).toEqual([]);
    expect((await set(9)).body.threshold_id).toBe(body.threshold_id);
    expect(await news()).toEqual([body.threshold_id]);
    expect((await staff('DELETE', `${thresholds}/threshold_id/${body.threshold_id}`)).status).toBe(200);
    expect((await staff('GET', thresholds)).body.data).toEqual([]);
  });
});

describe('error', () => {
  test('unknown kinds and thresholds are 404, a minimum is at least one', async () => {
    expect((await staff('PUT', thresholds, { inventory_template_id: 999, minimum: 1 })).status).toBe(404);
    expect(await staff('PUT', thresholds, { inventory_template_id: kind, minimum: 0 })).toMatchObject({ status: 400, body: { error: { field: 'minimum' } } });
    expect((await staff('DELETE', `${thresholds}/threshold_id/999`)).status).toBe(404);
  });
});

describe('security', () => {
  test.each([
    ['GET', '/crm/inventory/stock_levels'],
    ['GET', thresholds],
    ['PUT', thresholds],
    ['DELETE', `${thresholds}/threshold_id/1`],
  ] as const)('%s %s needs its permission', async (method, url) => {
    const body = method === 'PUT' ? {} : undefined;
    expect((await api.anonymous(method, url, body)).status).toBe(401);
    expect((await (await api.staff('view_product'))(method, url, body)).status).toBe(403);
  });

  test('alerts are for those who may see what they are about', async () => {
    await staff('PUT', thresholds, { inventory_template_id: kind, minimum: 500 });
    expect((await (await api.staff('view_product'))('GET', '/crm/alerts')).body.data).toEqual([]);
    const customerId = await insert(api.em(), 'customer', { customer_name: 'Jane' });
    expect((await (await api.customerUser(customerId, 'view_own_inventory', 'view_inventory'))('GET', '/crm/alerts')).body.data).toEqual([]);
    expect((await api.anonymous('GET', '/crm/alerts')).status).toBe(401);
    expect((await staff('GET', '/crm/alerts')).body.data).toHaveLength(1);
  });
});
