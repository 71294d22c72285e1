import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../../support/api.ts';
import { insertProvision, insertService } from '../../support/seed.ts';
import { openServices, path, uuid } from './support.ts';

let api: TestApi;
let customerId: number;
let otherId: number;
let productId: number;

beforeAll(async () => {
  ({ api, customerId, otherId, productId } = await openServices());
});
afterAll(() => api.close());

describe('plays', () => {
  /** The body of chapter 15, all values as text. */
  const body = () => ({
    customer_id: String(customerId),
    product_id: String(productId),
    service_name: 'Mobile',
    service_type: 'whatever the play says',
    service_uuid: uuid(),
    service_billed: true,
    service_taxable: true,
    service_provisioned_date: '2026-11-23T10:00:00+0000',
    service_status: 'Active',
    wholesale_cost: '5.0',
    retail_cost: '14.990000000000002',
  });
  const provision = async (provisionId: number) =>
    (await api.em().execute<{ service_id: number | null }[]>('select service_id from provision where provision_id = ?', [provisionId]))[0]?.service_id;

  test('what a play makes carries its job, and the job names it', async () => {
    const provisionId = await insertProvision(api.em(), customerId);
    const play = await api.play(provisionId);
    const request = body();
    const service = (await play('PUT', '/crm/service/', request)).body;
    expect(service).toMatchObject({ provision_id: provisionId, retail_cost: 14.99, service_type: 'whatever the play says' });
    expect((await play('PUT', '/crm/service/', request)).body).toEqual(service);
    expect(await provision(provisionId)).toBe(service.service_id);
    await play('PUT', '/crm/service/', body());
    expect(await provision(provisionId)).toBe(service.service_id);
    expect((await play('DELETE', path(service))).status).toBe(200);
    expect(await provision(provisionId)).toBeNull();
  });

  test('a play changes services of its customer, and removes what its job works on', async () => {
    const target = await insertService(api.em(), customerId);
    const bystander = await insertService(api.em(), customerId);
    const provisionId = await insertProvision(api.em(), customerId, { service_id: target, action: 'deprovision' });
    const play = await api.play(provisionId);
    expect(
      (await play('PATCH', `/crm/service/${target}`, { service_status: 'Deactivated', service_deactivate_date: '2026-11-23T10:00:00+0000' })).body
        .service_status,
    ).toBe('Inactive');
    expect((await play('DELETE', `/crm/service/${bystander}`)).status).toBe(404);
    expect((await play('DELETE', `/crm/service/${target}`)).status).toBe(200);
    expect(await provision(provisionId)).toBe(target);
  });

  test('other customers are out of its reach', async () => {
    const foreign = await insertService(api.em(), otherId);
    const play = await api.play(await insertProvision(api.em(), customerId));
    expect((await play('GET', `/crm/service/${foreign}`)).status).toBe(404);
    expect((await play('PATCH', `/crm/service/${foreign}`, {})).status).toBe(404);
    expect((await play('DELETE', `/crm/service/${foreign}`)).status).toBe(404);
    expect(await play('PUT', '/crm/service/', { ...body(), customer_id: otherId })).toMatchObject({ status: 404, body: { error: { field: 'customer_id' } } });
  });
});
