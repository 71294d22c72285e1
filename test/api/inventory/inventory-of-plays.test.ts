import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApi } from '../../support/api.ts';
import { insertProvision, insertService } from '../../support/seed.ts';
import { ids, openStock, path, type StockApi } from './support.ts';

let api: TestApi;
let customerId: number;
let otherId: number;
let make: StockApi['make'];

beforeAll(async () => {
  ({ api, customerId, otherId, make } = await openStock());
});
afterAll(() => api.close());

describe('plays', () => {
  const job = async (fields: object = {}) => {
    const provisionId = await insertProvision(api.em(), customerId, { ...fields });
    return { provisionId, play: await api.play(provisionId) };
  };
  const hold = (item: { inventory_id: number }, provisionId: number) =>
    api.em().execute('update inventory set reserved_provision_id = ? where inventory_id = ?', [provisionId, item.inventory_id]);
  const row = async (item: { inventory_id: number }) =>
    (
      await api
        .em()
        .execute<{ item_state: string }[]>(
          'select item_state, customer_id, service_id, reserved_provision_id, assigned_provision_id from inventory where inventory_id = ?',
          [item.inventory_id],
        )
    )[0];

  test('a play reads and assigns what its order holds; the job is remembered', async () => {
    const item = await make();
    const { provisionId, play } = await job();
    await hold(item, provisionId);
    expect((await play('GET', path(item))).body).toMatchObject({ iccid: item.itemtext1, ki: item.itemtext3 });
    expect((await play('PATCH', path(item), { customer_id: String(customerId), item_state: 'Assigned' })).status).toBe(200);
    expect(await row(item)).toEqual({
      item_state: 'Assigned',
      customer_id: customerId,
      service_id: null,
      reserved_provision_id: provisionId,
      assigned_provision_id: provisionId,
    });
  });

  test('a roll-back returns what was held or taken, and the job can still find it', async () => {
    const [heldOnly, taken] = [await make(), await make()];
    const { provisionId, play } = await job();
    for (const item of [heldOnly, taken]) await hold(item, provisionId);
    await play('PATCH', path(taken), { customer_id: customerId, item_state: 'Assigned' });
    for (const item of [heldOnly, taken]) {
      expect((await play('PATCH', path(item), { service_id: null, customer_id: null, item_state: 'Used' })).status).toBe(200);
      expect(await row(item)).toEqual({
        item_state: 'Used',
        customer_id: null,
        service_id: null,
        reserved_provision_id: null,
        assigned_provision_id: provisionId,
      });
    }
  });

  test('a play that returns “all” of its customer’s items returns only its job’s', async () => {
    const serviceId = await insertService(api.em(), customerId);
    const elsewhere = await make({ customer_id: customerId, service_id: serviceId, item_state: 'Assigned' });
    const item = await make();
    const { provisionId, play } = await job();
    await hold(item, provisionId);
    const listed = (await play('GET', `/crm/inventory/customer_id/${customerId}`)).body.data;
    expect(ids(listed)).toEqual([item.inventory_id]);
    expect((await play('PATCH', path(elsewhere), { service_id: null, customer_id: null, item_state: 'Used' })).status).toBe(404);
    expect((await row(elsewhere))?.item_state).toBe('Assigned');
    expect((await play('PATCH', path(elsewhere), { city: 'Perth', latitude: '-31.95', longitude: '115.86' })).body.city).toBe('Perth');
  });

  test('a deprovisioning play gets and releases what its service has, also what names no service', async () => {
    const made = await job();
    const serviceId = await insertService(api.em(), customerId, { provision_id: made.provisionId });
    const named = await make({ customer_id: customerId, service_id: serviceId, item_state: 'Assigned' });
    const unnamed = await make({ customer_id: customerId, item_state: 'Assigned' });
    await api.em().execute('update inventory set assigned_provision_id = ? where inventory_id = ?', [made.provisionId, unnamed.inventory_id]);
    const { play } = await job({ action: 'deprovision', service_id: serviceId });
    expect(ids((await play('GET', `/crm/inventory/customer_id/${customerId}`)).body.data)).toEqual(ids([named, unnamed]));
    for (const item of [named, unnamed]) {
      expect((await play('PATCH', path(item), { service_id: null, customer_id: null, item_state: 'Decommissioned' })).status).toBe(200);
      expect(await row(item)).toMatchObject({ item_state: 'Decommissioned', customer_id: null, assigned_provision_id: null });
    }
  });

  test('stock of others, free stock and other customers are out of reach', async () => {
    const [free, others] = [await make(), await make({ customer_id: otherId })];
    const { play, provisionId } = await job();
    for (const item of [free, others]) {
      expect((await play('GET', path(item))).status).toBe(404);
      expect((await play('PATCH', path(item), { customer_id: customerId, item_state: 'Assigned' })).status).toBe(404);
    }
    const mine = await make();
    await hold(mine, provisionId);
    expect(await play('PATCH', path(mine), { customer_id: otherId, item_state: 'Assigned' })).toMatchObject({
      status: 404,
      body: { error: { field: 'customer_id' } },
    });
    expect((await play('GET', `/crm/inventory/customer_id/${otherId}`)).status).toBe(404);
    expect((await play('DELETE', path(mine))).status).toBe(403);
  });

  test('the late write of an attempt that is over is refused', async () => {
    const item = await make();
    const { provisionId, play } = await job();
    await hold(item, provisionId);
    await api.em().execute('update provision set attempt = 1 where provision_id = ?', [provisionId]);
    expect([401, 409]).toContain((await play('PATCH', path(item), { item_state: 'Lost' })).status);
    expect((await row(item))?.item_state).toBe('New');
  });
});
