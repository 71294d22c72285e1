import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChargingEngine } from '../../../domain/charging/charging-engine.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insert, insertService } from '../../support/seed.ts';

const never = '0001-01-01T00:00:00Z';
const balance = { ID: 'DATA_10GB', Value: 5_368_709_120, ExpirationDate: never, Weight: 10, DestinationIDs: { AU: true }, Disabled: false };
const plan = { ActionPlanId: 'ServiceID_abc__ProductID_456__CustomerID_789__MonthlyRenewal', ActionsId: 'Action_abc', NextExecTime: '2099-02-01T00:00:00Z' };

/** An engine whose state the tests set. */
const state: { mode: 'up' | 'down' | 'hangs'; value: number } = { mode: 'up', value: balance.Value };
const answer = <T>(value: T, signal?: AbortSignal): Promise<T> => {
  if (state.mode === 'down') return Promise.reject(new Error('refused'));
  if (state.mode === 'up') return Promise.resolve(value);
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
};
const engine: ChargingEngine = {
  account: (account, signal) =>
    answer(
      account === 'abc'
        ? { BalanceMap: { '*data': [{ ...balance, Value: state.value }], '*monetary': [{ ...balance, ID: 'PREPAID_CREDIT', Value: 2550 }] }, Disabled: false }
        : null,
      signal,
    ),
  actionPlans: (account, signal) => answer(account === 'abc' ? [plan] : [], signal),
};

let api: TestApi;
let staff: Client;
let customerId: number;
let url: string;

beforeAll(async () => {
  api = await createTestApi({ charging: engine });
  staff = await api.staff('view_customer_service', 'update_customer_service');
  customerId = await insert(api.em(), 'customer', { customer_name: 'Jane' });
  url = `/crm/service/${await insertService(api.em(), customerId, { service_uuid: 'abc' })}`;
});
afterAll(() => api.close());
beforeEach(() => Object.assign(state, { mode: 'up', value: balance.Value }));

test('balances and plans come with the service, in the words of the contract', async () => {
  const { body } = await staff('GET', url);
  expect(body.cgrates).toMatchObject({
    stale: false,
    BalanceMap: {
      DATA: [
        {
          ID: 'DATA_10GB',
          Value: 5_368_709_120,
          ExpirationDate: null,
          DestinationIDs: ['AU'],
          custom_Name_hr: 'Data 10GB',
          custom_Expiration: 'never',
          custom_Description_String: '5 GB remaining',
        },
      ],
      MONETARY: [{ Value: 25.5, custom_Description_String: '£25.50 credit' }],
    },
    ActionPlans: [
      {
        ActionPlanId: plan.ActionPlanId,
        PlanName: 'MonthlyRenewal',
        custom_NextExecTime_hr: '1 February 2099',
        ActionPlanId_split_dict: { ServiceID: 'abc', ProductID: 456, CustomerID: 789, Name: 'MonthlyRenewal' },
      },
    ],
  });
});

test.each(['down', 'hangs'] as const)('with an engine that is %s the service is answered with what was seen last', async (mode) => {
  const fresh = (await staff('GET', url)).body;
  state.mode = mode;
  const started = performance.now();
  const { status, body } = await staff('GET', url);
  expect(performance.now() - started).toBeLessThan(4000);
  expect(status).toBe(200);
  expect(body.cgrates).toMatchObject({ BalanceMap: fresh.cgrates.BalanceMap, ActionPlans: fresh.cgrates.ActionPlans, stale: true });
  expect(Date.parse(body.cgrates.as_of)).toBeLessThanOrEqual(Date.now());
  state.mode = 'up';
  state.value = 1024;
  expect((await staff('GET', url)).body.cgrates).toMatchObject({ stale: false, BalanceMap: { DATA: [{ Value: 1024 }] } });
});

test('a service never seen before has no balances while the engine is down', async () => {
  const id = await insertService(api.em(), customerId);
  state.mode = 'down';
  expect((await staff('GET', `/crm/service/${id}`)).body.cgrates).toEqual({ BalanceMap: {}, ActionPlans: [], Disabled: false, stale: true, as_of: null });
});

test('looking does not count as a change of the service', async () => {
  const before = (await staff('GET', url)).body.last_modified;
  state.value -= 1;
  await staff('GET', url);
  expect((await staff('GET', url)).body.last_modified).toBe(before);
});

test('a customer sees its usage unless that is hidden; staff always do', async () => {
  const tenant = await api.customerUser(customerId, 'view_own_customer_service');
  expect((await tenant('GET', url)).body.cgrates.BalanceMap.DATA).toHaveLength(1);
  await staff('PATCH', url, { service_usage_visible_to_customer: false });
  const { status, body } = await tenant('GET', url);
  expect(status).toBe(200);
  expect(body).not.toHaveProperty('cgrates');
  expect((await staff('GET', url)).body.cgrates.stale).toBe(false);
});
