import { randomUUID } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import { type PlayEvent } from '../../../domain/provisioning/play-events.ts';
import { recordedVariables } from '../../../domain/provisioning/play-recorded.ts';
import { type FakeCrm, fakeCrm } from './support/fake-crm.ts';
import { type FinishedRun, prepare, runnerForTest, runToEnd } from './support/play-run.ts';
import { chargingAccount } from './support/charging.ts';

const tenant = 'test.operator';

interface Order {
  play: string;
  uuid?: string;
  action?: 'provision' | 'deprovision';
  variables?: Record<string, unknown>;
  recorded?: Record<string, unknown>;
}

async function run(crm: FakeCrm, { play, uuid = randomUUID(), action = 'provision', variables, recorded }: Order): Promise<FinishedRun & { uuid: string }> {
  const runDirectory = await prepare({
    play,
    action,
    variables: { product_id: 42, customer_id: '123', uuid, access_token: 'play-token-0123456789', ...variables },
    config: {
      crm: { base_url: crm.url },
      ocs: { cgrates: inject('cgratesAddress'), ocsTenant: tenant },
      hss: { hss_peers: [crm.url] },
      mailjet: { base_url: crm.url },
    },
    addresses: { crmBaseUrl: crm.url, mailjetBaseUrl: crm.url },
    ...(recorded === undefined ? {} : { recorded }),
  });
  return { ...(await runToEnd(runnerForTest(), runDirectory)), uuid };
}

const stock = { 'SIM Card': 5001, 'Mobile Number': 5002 };
const plan = { days: 30, data_gb: 20, voice_minutes: 'unlimited', sms_count: '500', auto_renew: 'true' };
const accountName = (prefix: string, uuid: string): string => `${prefix}_${uuid.replaceAll('-', '').slice(0, 16)}`;
const values = (balances: Record<string, { Value: number }[]> | undefined): object =>
  Object.fromEntries(Object.entries(balances ?? {}).map(([type, list]) => [type, list.map(({ Value }) => Value)]));

describe('play_local_mobile_sim', () => {
  const order = { play: 'play_local_mobile_sim', variables: { ...stock, ...plan } };

  it('provisions account, allowances, subscriber, service, stock, set-up cost and mail; once more changes nothing', async () => {
    const crm = await fakeCrm();
    const first = await run(crm, order);
    expect(first.outcome.reason).toBe('The play succeeded.');
    const account = accountName('Local_Mobile_SIM', first.uuid);
    const allowances = { '*monetary': [0], '*data': [21474836480], '*voice': [999999999000000000], '*sms': [500] };
    expect(values(await chargingAccount(tenant, account))).toEqual(allowances);
    expect([...crm.services.values()]).toMatchObject([{ service_uuid: account, service_name: 'Mobile - +44 7700 900123', service_status: 'Active' }]);
    expect([...crm.inventory.values()].map((item) => [item['item_state'], Number(item['customer_id']), Number(item['service_id'])])).toEqual([
      ['Assigned', 123, 1000],
      ['Assigned', 123, 1000],
    ]);
    expect([...crm.transactions.values()]).toMatchObject([{ title: 'Prepaid Mobile 20GB - Setup costs' }]);
    expect([...crm.transactions.values()].map((row) => Number(row['retail_cost']))).toEqual([2.5]);
    expect(crm.subscribers.get('310120123456789')).toMatchObject({ msisdn: '447700900123', ki: 'k'.repeat(32), enabled: true });
    expect(crm.mails).toHaveLength(1);

    const second = await run(crm, { ...order, uuid: first.uuid });
    expect(second.outcome.reason).toBe('The play succeeded.');
    expect(values(await chargingAccount(tenant, account))).toEqual(allowances);
    expect([crm.services.size, crm.transactions.size, crm.subscribers.size]).toEqual([1, 1, 1]);
  });

  it('deprovisions: the service stays on record, its stock is used, the subscriber dormant', async () => {
    const crm = await fakeCrm();
    const { uuid } = await run(crm, order);
    const account = accountName('Local_Mobile_SIM', uuid);
    crm.inventory.set(6001, { inventory_id: 6001, item_state: 'Assigned', customer_id: 123, service_id: 77 });
    const { outcome } = await run(crm, {
      ...order,
      action: 'deprovision',
      variables: { service_uuid: account, service_id: 1000, rollback: null, deprovision_subscriber: null },
    });
    expect(outcome).toMatchObject({ status: 'ok', cleanedUp: true, cleanUpFailures: [] });
    expect(await chargingAccount(tenant, account)).toBeUndefined();
    expect([...crm.services.values()]).toMatchObject([{ service_status: 'Inactive' }]);
    expect([...crm.inventory.values()].map((item) => item['item_state'])).toEqual(['Used', 'Used', 'Assigned']);
    expect(crm.subscribers.get('310120123456789')).toMatchObject({ msisdn: '99990123456789' });
  });

  it.each([
    ['the service cannot be created', 'PUT /crm/service/', 'Create the service'],
    ['the HSS refuses', 'PUT /subscriber/', 'Provision the subscriber in the HSS'],
    ['the stock cannot be assigned', 'PATCH /crm/inventory/inventory_id/5002', 'Assign the stock to the service'],
    ['the set-up cost cannot be recorded', 'PUT /crm/transaction/', 'Record the set-up cost'],
  ])('takes everything back when %s', async (_, fault, task) => {
    const crm = await fakeCrm();
    crm.faults.set(fault, { status: 500, json: { error: { code: 'internal' } } });
    const { outcome, uuid } = await run(crm, order);
    expect(outcome).toMatchObject({ status: 'failed', cleanedUp: true, failedTask: { name: task } });
    await expectNothingLeft(crm, accountName('Local_Mobile_SIM', uuid));
  });

  it('takes everything back in another process when the first was lost after its last task', async () => {
    const crm = await fakeCrm();
    const { uuid, events } = await run(crm, order);
    const recorded = Object.assign({}, ...events.map((event: PlayEvent) => recordedVariables(event)));
    const { outcome } = await run(crm, { ...order, uuid, action: 'deprovision', variables: { ...order.variables, rollback: true }, recorded });
    expect(outcome).toMatchObject({ status: 'ok', cleanedUp: true, cleanUpFailures: [] });
    await expectNothingLeft(crm, accountName('Local_Mobile_SIM', uuid));
  });

  it('says which stock is missing', async () => {
    const { outcome } = await run(await fakeCrm(), { ...order, variables: plan });
    expect(outcome).toMatchObject({ status: 'failed', reason: 'Task "Check that a SIM card was selected" failed: No SIM Card was selected for this order.' });
  });
});

describe('play_psim_only and play_simple_service', () => {
  it.each([
    ['play_psim_only', 'Mobile_SIM', stock],
    ['play_simple_service', 'Service', {}],
  ])('%s provisions and is undone', async (play, prefix, variables) => {
    const crm = await fakeCrm();
    const { outcome, uuid, events } = await run(crm, { play, variables });
    expect(outcome.reason).toBe('The play succeeded.');
    expect(values(await chargingAccount(tenant, accountName(prefix, uuid)))).toEqual({ '*monetary': [0] });
    expect(crm.services.size).toBe(1);
    const recorded = Object.assign({}, ...events.map((event: PlayEvent) => recordedVariables(event)));
    const undone = await run(crm, { play, uuid, action: 'deprovision', variables: { ...variables, rollback: true }, recorded });
    expect(undone.outcome).toMatchObject({ status: 'ok', cleanUpFailures: [] });
    await expectNothingLeft(crm, accountName(prefix, uuid));
  });

  it('says what the charging system answered when it refuses', async () => {
    const crm = await fakeCrm();
    const { outcome } = await run(crm, { play: 'play_simple_service', uuid: ' ', variables: { service_uuid: '' } });
    expect(outcome).toMatchObject({ status: 'failed', reason: expect.stringContaining('The charging system refused the account: MANDATORY_IE_MISSING') });
  });
});

async function expectNothingLeft(crm: FakeCrm, account: string): Promise<void> {
  expect(await chargingAccount(tenant, account)).toBeUndefined();
  expect([...crm.services.values()]).toEqual([]);
  expect([...crm.subscribers.values()]).toEqual([]);
  expect([...crm.transactions.values()].filter((row) => row['void'] !== true)).toEqual([]);
  const assigned = [...crm.inventory.values()].filter(
    (item) => item['item_state'] !== 'In Stock' || item['customer_id'] !== null || item['service_id'] !== null,
  );
  expect(assigned.filter(({ inventory_id }) => !crm.faults.has(`PATCH /crm/inventory/inventory_id/${String(inventory_id)}`))).toEqual([]);
}
