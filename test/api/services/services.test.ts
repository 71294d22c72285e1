import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client, TestApi } from '../../support/api.ts';
import { insert } from '../../support/seed.ts';
import { openServices, path, uuid } from './support.ts';

let api: TestApi;
let staff: Client;
let customerId: number;
let otherId: number;
let productId: number;

beforeAll(async () => {
  ({ api, customerId, otherId, productId } = await openServices());
  staff = await api.staff('view_customer_service', 'create_customer_service', 'update_customer_service', 'delete_customer_service');
});
afterAll(() => api.close());

const make = async (fields: object = {}) => {
  const { status, body } = await staff('PUT', '/crm/service/', { customer_id: customerId, service_name: 'Mobile', service_uuid: uuid(), ...fields });
  expect(status).toBe(200);
  return body;
};
const ids = (rows: { service_id: number }[]): number[] => rows.map((row) => row.service_id);

describe('happy', () => {
  test('what is not given comes from the product', async () => {
    const service = await make({ product_id: String(productId), service_name: undefined, service_provisioned_date: '2026-01-01T00:00:00+0000' });
    expect(service).toMatchObject({
      customer_id: customerId,
      product_id: productId,
      service_name: 'Prepaid 20GB',
      service_type: 'mobile',
      service_status: 'Active',
      icon: 'fa-solid fa-sim-card',
      retail_cost: 15,
      wholesale_cost: 5,
      service_provisioned_date: '2026-01-01T00:00:00.000Z',
      service_active_date: '2026-01-01T00:00:00.000Z',
      contract_end_date: '2026-01-31T00:00:00.000Z',
      provisioning_play: 'play_local_mobile_sim',
      provisioning_json_vars: '{"days":30}',
      deprovisioning_play: 'play_local_mobile_sim',
      service_billed: true,
      invoiced: false,
      provision_id: null,
    });
  });

  test('what is given counts', async () => {
    const siteId = await insert(api.em(), 'customer_site', { customer_id: customerId, site_name: 'Home', country: 'United Kingdom' });
    const service = await make({
      product_id: productId,
      service_type: 'internet',
      retail_cost: '29.90',
      wholesale_cost: 7,
      provisioning_play: 'play_other',
      deprovisioning_play: 'play_end',
      site_id: siteId,
      service_billed: 'False',
      contract_end_date: null,
    });
    expect(service).toMatchObject({
      service_type: 'internet',
      retail_cost: 29.9,
      wholesale_cost: 7,
      provisioning_play: 'play_other',
      deprovisioning_play: 'play_end',
      site_id: siteId,
      service_billed: false,
      contract_end_date: null,
    });
  });

  test('the same service_uuid again is the same service, also at once', async () => {
    const service_uuid = uuid();
    const all = await Promise.all(Array.from({ length: 10 }, () => make({ service_uuid })));
    expect(new Set(ids(all)).size).toBe(1);
  });

  test('it is read in every spelling of its path', async () => {
    const service = await make();
    for (const url of [path(service), `/crm/service/${service.service_id}`, `/crm/service/service_uuid/${service.service_uuid}`]) {
      expect((await staff('GET', url)).body).toEqual({
        ...service,
        product_name: null,
        accepted_terms: [],
        cgrates: { BalanceMap: {}, ActionPlans: [], Disabled: false, stale: false, as_of: expect.any(String) },
      });
    }
    expect((await staff('GET', `/crm/service/customer_id/${customerId}`)).body).toContainEqual(service);
  });

  test('editable keys are changed in both spellings; read-only ones may repeat what is there', async () => {
    const service = await make({ product_id: productId });
    const renewed = await staff('PATCH', `/crm/service/${service.service_id}`, {
      service_deactivate_date: '2026-07-01T10:00:00+0000',
      service_status: 'Active',
    });
    expect(renewed.body).toMatchObject({ service_deactivate_date: '2026-07-01T10:00:00.000Z', service_name: 'Mobile' });
    const whole = await staff('PATCH', path(service), {
      ...renewed.body,
      customer_id: String(customerId),
      service_notes: 'Called',
      invoiced: 'False',
      created: renewed.body.created.replace('Z', '+00:00'),
    });
    expect(whole.status).toBe(200);
    expect(whole.body.service_notes).toBe('Called');
    expect((await staff('PATCH', path(service), { service_status: 'Deactivated' })).body.service_status).toBe('Inactive');
  });

  test('the list is searched, filtered and sorted', async () => {
    const service = await make({ service_name: 'Zebra line', service_type: 'voip', customer_id: otherId });
    const template = await insert(api.em(), 'inventory_template', { item: 'Number', itemtext1_label: 'Number' });
    await insert(api.em(), 'inventory', {
      inventory_template_id: template,
      item: 'Number',
      itemtext1: '+447700900456',
      service_id: service.service_id,
      customer_id: otherId,
    });
    for (const search of ['zebra', service.service_uuid, 'john poe', '07700 900456', '900456', String(service.service_id)]) {
      const { body } = await staff('GET', `/crm/service/?search=${encodeURIComponent(search)}`);
      expect(ids(body.data)).toContain(service.service_id);
      expect(body.data.find((row) => row.service_id === service.service_id)?.customer_name).toBe('John Poe');
    }
    const filters = encodeURIComponent(JSON.stringify({ service_status: ['Active'], service_type: ['voip'], customer_id: [otherId] }));
    expect(ids((await staff('GET', `/crm/service/?filters=${filters}&sort=customer_name&order=asc`)).body.data)).toEqual([service.service_id]);
  });

  test('an ended service can be removed', async () => {
    const service = await make({ service_status: 'Inactive' });
    expect((await staff('DELETE', path(service))).status).toBe(200);
    expect((await staff('GET', path(service))).status).toBe(404);
  });
});

describe('error', () => {
  test.each([
    [400, 'customer_id', { customer_id: undefined }],
    [404, 'customer_id', { customer_id: 999_999 }],
    [404, 'product_id', { product_id: 999_999 }],
    [400, 'service_name', { service_name: '' }],
    [400, 'service_uuid', { service_uuid: 'a b' }],
    [400, 'service_type', { service_type: 'teleport' }],
    [400, 'service_status', { service_status: 'Sleeping' }],
    [400, 'retail_cost', { retail_cost: -5 }],
    [400, 'site_id', { site_id: 999_999 }],
    [400, 'bundled_parent', { bundled_parent: 999_999 }],
    [400, 'service_active_date', { service_active_date: '31/01/2026' }],
    [400, 'provisioning_play', { provisioning_play: '../x' }],
  ])('%i names %s in %j', async (status, field, fields) => {
    expect(await staff('PUT', '/crm/service/', { customer_id: customerId, service_name: 'S', ...fields })).toMatchObject({
      status,
      body: { error: { field } },
    });
  });

  test('a uuid of another customer’s service is taken', async () => {
    const service = await make();
    expect(await staff('PUT', '/crm/service/', { customer_id: otherId, service_name: 'S', service_uuid: service.service_uuid })).toMatchObject({
      status: 409,
      body: { error: { field: 'service_uuid' } },
    });
  });

  test('every read-only key that differs is named, and nothing changes', async () => {
    const service = await make();
    const answer = await staff('PATCH', path(service), {
      service_notes: 'x',
      service_uuid: 'other',
      customer_id: otherId,
      provisioning_play: 'play_x',
      invoiced: true,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.faults.map((fault: { field: string }) => fault.field).sort()).toEqual([
      'customer_id',
      'invoiced',
      'provisioning_play',
      'service_uuid',
    ]);
    expect((await staff('GET', path(service))).body.service_notes).toBeNull();
  });

  test('a service that runs is not removed, a missing one not found', async () => {
    expect(await staff('DELETE', path(await make()))).toMatchObject({ status: 422, body: { error: { field: 'service_status' } } });
    for (const method of ['GET', 'PATCH', 'DELETE'] as const)
      expect((await staff(method, '/crm/service/999999', method === 'PATCH' ? {} : undefined)).status).toBe(404);
    expect((await staff('GET', '/crm/service/service_uuid/none')).status).toBe(404);
    expect((await staff('GET', '/crm/service/customer_id/999999')).status).toBe(404);
  });
});

describe('security', () => {
  test.each([
    ['GET', '/crm/service/'],
    ['PUT', '/crm/service/'],
    ['GET', '/crm/service/1'],
    ['GET', '/crm/service/service_id/1'],
    ['GET', '/crm/service/service_uuid/x'],
    ['GET', '/crm/service/customer_id/1'],
    ['PATCH', '/crm/service/1'],
    ['PATCH', '/crm/service/service_id/1'],
    ['DELETE', '/crm/service/1'],
    ['DELETE', '/crm/service/service_id/1'],
  ] as const)('%s %s needs its permission', async (method, url) => {
    const request = method === 'PUT' || method === 'PATCH' ? { customer_id: customerId, service_name: 'S' } : undefined;
    expect((await api.anonymous(method, url, request)).status).toBe(401);
    expect((await (await api.staff('view_product'))(method, url, request)).status).toBe(403);
  });

  test('a customer’s user sees its own services that are shown to it, without costs, notes and plays', async () => {
    const [own, hidden, foreign] = [
      await make({ service_notes: 'secret', provisioning_play: 'play_x' }),
      await make({ service_visible_to_customer: false }),
      await make({ customer_id: otherId }),
    ];
    const tenant = await api.customerUser(customerId, 'view_own_customer_service');
    const seen = (await tenant('GET', path(own))).body;
    for (const key of ['wholesale_cost', 'service_notes', 'provisioning_play', 'provisioning_json_vars', 'deprovisioning_play', 'deprovisioning_json_vars'])
      expect(seen).not.toHaveProperty(key);
    for (const service of [hidden, foreign]) {
      expect((await tenant('GET', path(service))).status).toBe(404);
      expect((await tenant('GET', `/crm/service/service_uuid/${service.service_uuid}`)).status).toBe(404);
    }
    expect((await tenant('GET', `/crm/service/customer_id/${otherId}`)).status).toBe(404);
    const listed = tenant<{ service_id: number }[]>('GET', `/crm/service/customer_id/${customerId}`);
    for (const list of [(await tenant('GET', '/crm/service/?per_page=200')).body.data, (await listed).body]) {
      expect(ids(list)).toContain(own.service_id);
      for (const { service_id } of [hidden, foreign]) expect(ids(list)).not.toContain(service_id);
    }
  });
});
