import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EngineBalance } from '../../../domain/charging/charging-engine.ts';
import { presentAccount, splitPlanId } from '../../../domain/charging/present-account.ts';

const format = { locale: 'en-GB', currency: 'GBP', now: new Date('2026-06-01T00:00:00Z') };
const never = '0001-01-01T00:00:00Z';
const balance = (fields: Partial<EngineBalance>): EngineBalance => ({ ID: 'X', Value: 0, ExpirationDate: never, Weight: 0, DestinationIDs: {}, ...fields });
const shown = (type: string, fields: Partial<EngineBalance>) =>
  Object.values(presentAccount({ balances: { [type]: [balance(fields)] }, plans: [], disabled: false }, format).BalanceMap)[0]?.[0];

describe('balances', () => {
  test.each([
    ['*data', { ID: 'DATA_10GB', Value: 5_368_709_120 }, { Value: 5_368_709_120, custom_Name_hr: 'Data 10GB', custom_Description_String: '5 GB remaining' }],
    ['*data', { Value: 524_288_000 }, { custom_Description_String: '500 MB remaining' }],
    ['*data', { Value: 0 }, { custom_Description_String: '0 bytes remaining' }],
    [
      '*voice',
      { ID: 'monthly_voice_500min', Value: 7_500_000_000_000 },
      { Value: 7500, custom_Name_hr: 'Monthly Voice 500MIN', custom_Description_String: '125 minutes remaining' },
    ],
    ['*voice', { ID: 'VOICE_Unlimited', Value: 999_999_999 }, { Value: 1, custom_Description_String: 'Unlimited minutes' }],
    ['*sms', { ID: '', Value: 50 }, { Value: 50, custom_Name_hr: 'SMS', custom_Description_String: '50 SMS remaining' }],
    ['*monetary', { ID: 'PREPAID_CREDIT', Value: 2550 }, { Value: 25.5, custom_Name_hr: 'Prepaid Credit', custom_Description_String: '£25.50 credit' }],
    ['*data_dongle', { Value: 1024 }, { custom_Description_String: '1 KB remaining' }],
  ])('%s %j', (type, fields, expected) => {
    expect(shown(type, fields)).toMatchObject(expected);
  });

  test('keys are those of the contract, heavier balances first', () => {
    const { BalanceMap } = presentAccount(
      {
        balances: { '*data': [balance({ ID: 'a', Weight: 10 }), balance({ ID: 'b', Weight: 20 })], '*voice': [], '*data_dongle': [balance({})] },
        plans: [],
        disabled: true,
      },
      format,
    );
    expect(Object.keys(BalanceMap)).toEqual(['DATA', 'DATA_DONGLE']);
    expect(BalanceMap['DATA']?.map(({ ID }) => ID)).toEqual(['b', 'a']);
  });

  test.each([
    [never, null, 'never'],
    ['2026-06-12T00:00:00Z', '2026-06-12T00:00:00.000Z', 'in 11 days'],
    ['2026-06-02T00:00:00Z', '2026-06-02T00:00:00.000Z', 'tomorrow'],
    ['2026-06-01T00:20:00Z', '2026-06-01T00:20:00.000Z', 'in 20 minutes'],
    ['2027-02-01T00:00:00Z', '2027-02-01T00:00:00.000Z', '1 February 2027'],
    ['2026-05-18T00:00:00.123456789Z', '2026-05-18T00:00:00.123Z', 'expired on 18 May 2026'],
  ])('an end at %s', (ExpirationDate, instant, words) => {
    expect(shown('*data', { ExpirationDate })).toMatchObject({ ExpirationDate: instant, custom_Expiration: words });
  });

  test('cents and nanoseconds are converted exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (cents) => {
        expect(shown('*monetary', { Value: cents })?.Value.toFixed(2)).toBe((cents / 100).toFixed(2));
      }),
    );
  });
});

describe('plans', () => {
  test('the documented naming is taken apart', () => {
    expect(splitPlanId('ServiceID_Local_Mobile_SIM_a3f2c1d8__ProductID_456__CustomerID_789__MonthlyRenewal')).toEqual({
      ServiceID: 'Local_Mobile_SIM_a3f2c1d8',
      ProductID: 456,
      CustomerID: 789,
      Name: 'MonthlyRenewal',
    });
    expect(splitPlanId('ProductId_MonthlyPlan__ProductName_20GB_Mobile__ActionPlan_Monthly_Renew')).toEqual({
      ProductId: 'MonthlyPlan',
      ProductName: '20GB_Mobile',
      ActionPlan: 'Monthly_Renew',
    });
  });

  test('any id at all is taken apart without harm', () => {
    fc.assert(fc.property(fc.string(), (id) => void expect(Object.getPrototypeOf(splitPlanId(id))).toBe(Object.prototype)));
    expect(({} as { x?: string }).x).toBeUndefined();
  });

  test('a plan says when it runs next', () => {
    const plan = { ActionPlanId: 'ServiceID_a__ProductID_4__ProductName_20GB_Mobile', ActionsId: 'Action_a', NextExecTime: '2026-06-23T00:00:00Z' };
    const [running, resting] = presentAccount({ balances: {}, plans: [plan, { ...plan, NextExecTime: never }], disabled: false }, format).ActionPlans;
    expect(running).toMatchObject({ PlanName: '20GB Mobile', NextExecTime: '2026-06-23T00:00:00.000Z', custom_NextExecTime_hr: 'in 22 days' });
    expect(resting).toMatchObject({ NextExecTime: null, custom_NextExecTime_hr: 'not scheduled' });
  });
});
