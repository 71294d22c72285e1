import { Client as TemporalClient, Connection } from '@temporalio/client';
import type { SearchAttributes } from '@temporalio/common';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Client } from '../../support/api.ts';
import { finished, playedWell, type ProvisioningApi, startProvisioningApi } from './support.ts';

let api: ProvisioningApi;
let staff: Client;
beforeAll(async () => {
  api = await startProvisioningApi();
  staff = await api.staff('create_provision', 'view_provision', 'view_provision_event', 'update_customer_service');
});
afterAll(() => api?.close());
beforeEach(() => {
  api.plays.run = async () => playedWell;
});

const order = (overrides: Record<string, unknown> = {}, headers?: Record<string, string>) =>
  staff(
    'PUT',
    '/crm/provision/',
    { product_id: api.operator.productId, customer_id: String(api.operator.customerId), 'SIM Card': 'auto', ...overrides },
    headers,
  );
const path = (id: number) => `/crm/provision/provision_id/${id}`;
const failOnce = () => {
  api.plays.run = async () => ({ status: 'failed', began: true, cleanedUp: true });
};

describe('ordering a product', () => {
  it('answers at once with the job, which then succeeds', async () => {
    const { status, body } = await order();
    expect(status).toBe(200);
    expect(body).toEqual({ provision_id: expect.any(Number), provisioning_status: 1, message: expect.any(String) });
    const job = await finished(staff, body.provision_id);
    expect(job).toMatchObject({
      provision_id: body.provision_id,
      customer_id: api.operator.customerId,
      customer_name: 'Ada',
      provisioning_status: 0,
      phase: 'succeeded',
      provisioning_play: 'play_test',
      playbook_description: 'Played by the test',
      provisioning_result_json: [],
      workflow: {
        workflow_id: `provision-${body.provision_id}`,
        run_id: expect.any(String),
        url: expect.stringContaining('/namespaces/default/workflows/provision-'),
      },
    });
    expect(job.steps.map((step: { name: string; status: string }) => [step.name, step.status])).toEqual([
      ['Reserve stock', 'done'],
      ['Run the play', 'done'],
      ['Check what the play made', 'done'],
    ]);
    expect(JSON.parse(job.provisioning_json_vars)).toMatchObject({ 'SIM Card': expect.any(Number), customer_id: api.operator.customerId });
  });

  it('takes a chosen item, its number as text, and extra keys as variables', async () => {
    const item = api.operator.items[4];
    const { body } = await order({ 'SIM Card': String(item), monthly_cost: 12.5, 'po-number': 'PO 7' });
    const job = await finished(staff, body.provision_id);
    expect(JSON.parse(job.provisioning_json_vars)).toMatchObject({ 'SIM Card': item, monthly_cost: 12.5, 'po-number': 'PO 7' });
  });

  it('is the same job for the same Idempotency-Key, also when both come at once', async () => {
    const key = { 'idempotency-key': 'order-1' };
    const [one, two] = await Promise.all([order({}, key), order({}, key)]);
    expect(two?.body.provision_id).toBe(one?.body.provision_id);
    expect((await order({}, key)).body.provision_id).toBe(one?.body.provision_id);
    expect((await order({ product_id: await otherProduct() }, key)).status).toBe(409);
    await finished(staff, one?.body.provision_id);
  });
});

async function otherProduct(columns: Record<string, unknown> = {}): Promise<number> {
  const all = { product_name: 'Other', product_slug: `other-${Math.random()}`, provisioning_play: 'play_test', residential: true, ...columns };
  const names = Object.keys(all);
  const [row] = await api
    .em()
    .execute<{ product_id: number }[]>(
      `insert into product (${names.join(', ')}) values (${names.map(() => '?').join(', ')}) returning product_id`,
      Object.values(all),
    );
  return row?.product_id ?? 0;
}

describe('a job that fails', () => {
  it('ends with the reason, every undo, and the proof that nothing remains', async () => {
    failOnce();
    const { body } = await order();
    const job = await finished(staff, body.provision_id);
    expect(job).toMatchObject({ provisioning_status: 2, phase: 'failed', reason: expect.stringContaining('Everything it had made was undone.') });
    expect(
      job.steps.filter((step: { kind: string }) => step.kind === 'undo').map((step: { name: string; status: string }) => [step.name, step.status]),
    ).toEqual([
      ['Stop the play', 'done'],
      ['Clean up after the play', 'skipped'],
      ['Remove charging accounts', 'skipped'],
      ['Remove services and charges', 'skipped'],
      ['Release stock', 'done'],
    ]);
    expect((await staff('GET', `${path(body.provision_id)}/outcome`)).body).toMatchObject({ provisioning_status: 2, made: [], remains: [] });
  });

  it('runs again on request, and succeeds', async () => {
    failOnce();
    const { body } = await order();
    await finished(staff, body.provision_id);
    api.plays.run = async () => playedWell;
    const again = await staff('POST', `${path(body.provision_id)}/retry`);
    expect(again).toMatchObject({ status: 200, body: { provision_id: body.provision_id, provisioning_status: 1 } });
    const job = await finished(staff, body.provision_id);
    expect(job).toMatchObject({ provisioning_status: 0, reason: null });
    expect(job.attempt).toBeGreaterThan(1);
    expect((await staff('POST', `${path(body.provision_id)}/retry`)).status).toBe(409);
  });

  it('is cancelled on request, by whom is told', async () => {
    const begun = Promise.withResolvers<void>();
    api.plays.run = async () => {
      begun.resolve();
      const { Context } = await import('@temporalio/activity');
      const pulse = setInterval(() => Context.current().heartbeat({ host: 'x' }), 100);
      await Context.current().cancelled.catch(() => undefined);
      clearInterval(pulse);
      return { status: 'killed', began: true, cleanedUp: true };
    };
    const { body } = await order();
    await begun.promise;
    expect((await staff('POST', `${path(body.provision_id)}/cancel`)).status).toBe(200);
    const job = await finished(staff, body.provision_id);
    expect(job).toMatchObject({ provisioning_status: 2, phase: 'cancelled', reason: expect.stringMatching(/cancelled by .*@example\.com/) });
    expect(await staff('POST', `${path(body.provision_id)}/cancel`)).toMatchObject({ status: 422 });
  });
});

describe('a job ordered by staff as a customer', () => {
  it('names both people on the job, in every entry of the trail and in Temporal', async () => {
    await api.customerUser(api.operator.customerId, 'create_provision', 'view_own_provision');
    const [target] = await api.em().execute<{ id: number }[]>('select max(id) as id from app_user');
    const support = await api.staff('can_impersonate');
    const { access_token: token, impersonating_user_id: supportId } = (await support('POST', '/auth/impersonate', { user_id: target?.id })).body;
    const acting: Client = (method, url, body) => api.anonymous(method, url, body, { authorization: `Bearer ${token}` });
    const { body } = await acting('PUT', '/crm/provision/', {
      product_id: await otherProduct({ customer_can_purchase: true, terms: 'Be kind.' }),
      terms_accepted: true,
    });
    const job = await finished(staff, body.provision_id);
    expect(job).toMatchObject({
      provisioning_status: 0,
      initiating_user: target?.id,
      impersonating_user: supportId,
      ordered_by: { name: 'Test User', impersonator: 'Test User' },
      accepted_terms: { accepted_by: expect.stringMatching(/^\S+@example\.com as \S+@example\.com$/) },
    });
    expect((await acting('GET', path(body.provision_id))).body).toMatchObject({
      ordered_by: { name: 'Test User', impersonator: 'Our staff' },
      accepted_terms: { accepted_by: 'us on your behalf' },
    });
    const trail = await api.em().execute('select distinct user_id, impersonator_id from activity_log where provision_id = ?', [body.provision_id]);
    expect(trail).toEqual([{ user_id: target?.id, impersonator_id: supportId }]);
    const run = await temporalRun(`provision-${body.provision_id}`);
    expect(run).toMatchObject({ InitiatingUser: [String(target?.id)], ImpersonatingUser: [String(supportId)] });
  });
});

async function temporalRun(workflowId: string): Promise<SearchAttributes> {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  const { searchAttributes } = await new TemporalClient({ connection }).workflow.getHandle(workflowId).describe();
  await connection.close();
  return searchAttributes;
}

describe('ending a service', () => {
  it('runs its clean-up, closes it and returns its stock; once', async () => {
    const [service] = await api
      .em()
      .execute<{ service_id: number }[]>(
        `insert into service (customer_id, service_name, service_uuid, provisioning_play) values (?, 'S', 'Ending_1', 'play_test') returning service_id`,
        [api.operator.customerId],
      );
    api.world.charging.accounts.add('Ending_1');
    api.plays.run = async () => ({ status: 'ok', began: true, cleanedUp: true });
    const { status, body } = await staff('POST', `/crm/service/service_id/${service?.service_id}/deprovision`);
    expect(status).toBe(200);
    expect(await finished(staff, body.provision_id)).toMatchObject({ provisioning_status: 0, action: 'deprovision', service_id: service?.service_id });
    expect(await api.em().execute('select service_status from service where service_id = ?', [service?.service_id])).toEqual([{ service_status: 'Inactive' }]);
    expect(api.world.charging.accounts.has('Ending_1')).toBe(false);
    expect((await staff('PUT', '/crm/provision/', { action: 'deprovision', service_id: service?.service_id })).status).toBe(422);
  });
});

describe('the list of jobs', () => {
  it('is paginated, filtered and searched', async () => {
    const { body } = await staff('GET', '/crm/provision/?page=1&per_page=2&sort=provision_id&order=desc');
    expect(body.data).toHaveLength(2);
    expect(body.pagination).toMatchObject({ current_page: 1, per_page: 2 });
    expect(body.data[0]!.provision_id).toBeGreaterThan(body.data[1]!.provision_id);
    const failed = await staff('GET', `/crm/provision/?filters=${encodeURIComponent('{"provisioning_status":[2]}')}`);
    expect(new Set(failed.body.data.map((job: { provisioning_status: number }) => job.provisioning_status))).toEqual(new Set([2]));
    expect((await staff('GET', '/crm/provision/?search=played')).body.data.length).toBeGreaterThan(0);
    expect((await staff('GET', '/crm/provision/?search=%25nothing')).body.data).toEqual([]);
    expect((await staff('GET', '/crm/provision/?sort=sealed_vars')).status).toBe(400);
  });
});
