import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { PlayEvent } from '../../../domain/provisioning/play-events.ts';
import { recordedVariables } from '../../../domain/provisioning/play-recorded.ts';
import { chargingAccount } from './support/charging.ts';
import { type FakeCrm, fakeCrm } from './support/fake-crm.ts';
import { type FinishedRun, modes, prepare, runnerForTest, runToEnd } from './support/play-run.ts';
import type { PlayMode } from '../../../activities/adapters/ansible/runner-protocol.ts';

const tenant = 'original.operator';
const playsDirectory = join(import.meta.dirname, 'original-plays');
type Action = 'provision' | 'deprovision';

async function run(crm: FakeCrm, mode: PlayMode, play: string, variables: object, action: Action = 'provision', recorded = {}): Promise<FinishedRun> {
  const runDirectory = await prepare({
    play,
    playsDirectory,
    action,
    recorded,
    variables: { product_id: 42, customer_id: '123', access_token: 'play-token-0123456789', ...variables },
    config: { crm: { base_url: crm.url }, ocs: { cgrates: inject('cgratesAddress'), ocsTenant: tenant } },
    addresses: { crmBaseUrl: crm.url, mailjetBaseUrl: crm.url },
  });
  return runToEnd(runnerForTest(), runDirectory, mode);
}

async function ocs(method: string, parameters: object): Promise<void> {
  const body = JSON.stringify({ id: 1, method, params: [parameters] });
  const response = await fetch(`http://${inject('cgratesAddress')}/jsonrpc`, { method: 'POST', body });
  expect(await response.json()).toMatchObject({ result: 'OK' });
}

describe.each(modes)('plays written for the original, unchanged, %s', (mode) => {
  it('provision a service (chapter 15), with the uuid they are given, and take it back when they are told to', async () => {
    const crm = await fakeCrm();
    const uuid = randomUUID();
    const done = await run(crm, mode, 'play_provision_service', { uuid });
    expect(done.outcome.reason).toBe('The play succeeded.');
    const account = `Service_${uuid.slice(0, 8)}`;
    expect(await chargingAccount(tenant, account)).toMatchObject({ '*monetary': [{ ID: 'Saldo Inicial', Value: 0 }] });
    expect([...crm.services.values()]).toMatchObject([{ service_uuid: account, customer_id: expect.toSatisfy((id) => Number(id) === 123) }]);
    expect([...crm.transactions.values()].map((row) => [Number(row['customer_id']), Number(row['service_id'])])).toEqual([[123, 1000]]);

    const recorded = Object.assign({}, ...done.events.map((event: PlayEvent) => recordedVariables(event)));
    const undone = await run(crm, mode, 'play_provision_service', { uuid }, 'deprovision', recorded);
    expect(undone.outcome).toMatchObject({ status: 'ok', cleanedUp: true, cleanUpFailures: [] });
    expect(await chargingAccount(tenant, account)).toBeUndefined();
    expect(crm.services.size).toBe(0);
  });

  it('roll back by their own rescue (chapter 15)', async () => {
    const crm = await fakeCrm();
    crm.faults.set('PUT /crm/transaction/', { status: 500 });
    const uuid = randomUUID();
    const { outcome } = await run(crm, mode, 'play_provision_service', { uuid });
    expect(outcome).toMatchObject({ status: 'failed', cleanedUp: true, failedTask: { name: 'Adicionar Transação de Custo de Configuração via API' } });
    expect(await chargingAccount(tenant, `Service_${uuid.slice(0, 8)}`)).toBeUndefined();
    expect(crm.services.size).toBe(0);
  });

  it('use crm_config without loading it, and end a rescue with false (chapter 18)', async () => {
    const crm = await fakeCrm();
    const service_uuid = `Service_${randomUUID()}`;
    const done = await run(crm, mode, 'play_simple_service', { service_uuid });
    expect(done.outcome.reason).toBe('The play succeeded.');
    expect(await chargingAccount(tenant, service_uuid)).toBeDefined();
    const undone = await run(crm, mode, 'play_simple_service', { service_uuid }, 'deprovision');
    expect(undone.outcome).toMatchObject({ status: 'ok', cleanedUp: true });
    expect(await chargingAccount(tenant, service_uuid)).toBeUndefined();
  });

  it('provision a SIM and make it dormant again (chapter 18)', async () => {
    const crm = await fakeCrm();
    const stock = { 'SIM Card': 5001, 'Mobile Number': 5002, hss_server: crm.address };
    expect((await run(crm, mode, 'play_psim_only', stock)).outcome.reason).toBe('The play succeeded.');
    expect(crm.subscribers.get('310120123456789')).toMatchObject({ msisdn: '+44 7700 900123' });
    expect(crm.inventory.get(5001)).toMatchObject({ item_state: 'Assigned' });

    const known = { imsi: '310120123456789', service_uuid: 'none', hss_subscriber_data: { [crm.url]: { subscriber_id: '310120123456789' } } };
    const undone = await run(crm, mode, 'play_psim_only', { ...stock, ...known }, 'deprovision');
    expect(undone.outcome).toMatchObject({ status: 'ok', cleanedUp: true });
    expect(crm.subscribers.get('310120123456789')).toMatchObject({ msisdn: '99990123456789' });
    expect(crm.inventory.get(5001)).toMatchObject({ item_state: 'Used', customer_id: null });
  });

  it('top up (chapters 15 and 18), with both spellings of the tenant and json_query', async () => {
    const crm = await fakeCrm();
    const account = `Service_${randomUUID()}`;
    crm.services.set(1234, { service_id: 1234, service_uuid: account, customer_id: 123 });
    crm.faults.set('POST /crm/stripe/charge_card/9', { json: { status: 'succeeded' } });
    await ocs('APIerSv2.SetAccount', { Tenant: tenant, Account: account });
    const action = { Identifier: '*topup', BalanceType: '*data', Units: 5, BalanceId: 'Top', Weight: 10 };
    await ocs('APIerSv1.SetActions', { ActionsId: 'Action_Topup_Standard', Overwrite: true, Actions: [action] });
    const variables = { service_id: 1234, customer_phone: '447700900123', api_key: 'key' };

    expect((await run(crm, mode, 'play_topup', variables)).outcome).toMatchObject({ status: 'ok' });
    expect(crm.services.get(1234)).toMatchObject({ service_status: 'Active' });
    expect((await run(crm, mode, 'play_topup_monetary', variables)).outcome).toMatchObject({ status: 'ok' });
    expect(await chargingAccount(tenant, account)).toMatchObject({ '*data': [{ Value: 5 }], '*monetary': [{ Value: 1500 }] });
    expect([...crm.transactions.values()].map((row) => Number(row['retail_cost']))).toEqual([15]);
  });

  it('configure a router from a template (chapter 15)', async () => {
    const crm = await fakeCrm();
    crm.inventory.set(7001, { inventory_id: 7001 });
    const { outcome } = await run(crm, mode, 'play_prov_cpe', { 'WiFi Router CPE': 7001 });
    expect(outcome.reason).toBe('The play succeeded.');
    expect(crm.inventory.get(7001)).toMatchObject({
      city: 'Lisbon',
      management_password: expect.stringMatching(/^[a-zA-Z0-9]{16}$/),
      itemtext4: expect.stringMatching(/^(apple|cloud)\d{5}$/),
      config_content: expect.stringContaining('hostname CPE_7001'),
    });
  });
});
