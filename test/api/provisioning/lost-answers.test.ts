import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Temporal } from '../../../api/temporal.ts';
import { unavailable } from '../../../domain/errors.ts';
import type { Client } from '../../support/api.ts';
import { finished, type ProvisioningApi, startProvisioningApi } from './support.ts';

let api: ProvisioningApi;
let staff: Client;
let startProvision: Temporal['startProvision'];
beforeAll(async () => {
  api = await startProvisioningApi();
  staff = await api.staff('create_provision', 'view_provision');
  ({ startProvision } = api.deps.temporal);
});
afterAll(() => api?.close());

const order = () => staff('PUT', '/crm/provision/', { product_id: api.operator.productId, customer_id: api.operator.customerId, 'SIM Card': 'auto' });

describe('an order whose answer from Temporal is lost', () => {
  it('is answered as stored when it was', async () => {
    api.deps.temporal.startProvision = async (...order) => {
      await startProvision(...order);
      throw unavailable('The answer was lost.');
    };
    const answer = await order();
    expect(answer).toMatchObject({ status: 200, body: { provision_id: expect.any(Number), message: 'Provisioning job created' } });
    expect(await finished(staff, answer.body.provision_id)).toMatchObject({ phase: 'succeeded' });
  });

  it('is as answered when a failed job is run once more: the run before does not count', async () => {
    api.plays.run = async () => ({ status: 'failed', began: true, cleanedUp: true });
    api.deps.temporal.startProvision = startProvision;
    const id = (await order()).body.provision_id as number;
    expect(await finished(staff, id)).toMatchObject({ phase: 'failed' });

    api.deps.temporal.startProvision = async () => {
      throw unavailable('Temporal is down.');
    };

    expect(await staff('POST', `/crm/provision/provision_id/${id}/retry`)).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
  });
});
