import { describe, expect, it } from 'vitest';
import { describeActivity, type Told } from '../../../domain/activity-log/describe-activity.ts';

const base: Told = {
  category: 'change',
  action: 'changed',
  entity_kind: 'customer',
  entity_id: '7',
  entity_label: 'Acme',
  actor_kind: 'user',
  actor_name: 'Jane Doe',
  impersonator_name: null,
  before: null,
  after: null,
  details: null,
};
const tell = (entry: Partial<Told>): string => describeActivity({ ...base, ...entry });

describe('describeActivity', () => {
  it.each<[string, Partial<Told>]>([
    ['Jane Doe changed the status from Open to Suspended', { before: { customer_status: 'Open' }, after: { customer_status: 'Suspended' } }],
    ['Jane Doe set the tax identifier to GB1', { before: { tax_identifier: null }, after: { tax_identifier: 'GB1' } }],
    [
      'Jane Doe cleared the contract end date, which was 2027-01-31',
      { before: { contract_end_date: '2027-01-31T00:00:00+00:00' }, after: { contract_end_date: null } },
    ],
    [
      'Jane Doe changed the name of the service “Gold” from Silver to Gold and changed the billed of the service “Gold” from Yes to No',
      {
        entity_kind: 'service',
        entity_label: 'Gold',
        before: { service_name: 'Silver', service_billed: true },
        after: { service_name: 'Gold', service_billed: false },
      },
    ],
    ['Jane Doe added the contact “Bob Bee”', { action: 'created', entity_kind: 'contact', entity_label: 'Bob Bee', after: { contact_firstname: 'Bob' } }],
    ['Jane Doe removed the site 4', { action: 'deleted', entity_kind: 'site', entity_label: null, entity_id: '4', before: {} }],
    [
      'Jane Doe changed 3 fields of the site “Home”: city, state, zip code',
      { entity_kind: 'site', entity_label: 'Home', before: { city: 'A', state: 'B', zip_code: 'C' }, after: { city: 'X', state: 'Y', zip_code: 'Z' } },
    ],
    [
      'Jane Doe changed the management password of the item “Router”',
      { entity_kind: 'inventory', entity_label: 'Router', before: { management_password: '(secret)' }, after: { management_password: '(secret)' } },
    ],
    [
      'Sam Staff, as Jane Doe, changed the status from Open to Closed',
      { impersonator_name: 'Sam Staff', before: { customer_status: 'Open' }, after: { customer_status: 'Closed' } },
    ],
    ['Job 12 finished job 12', { actor_name: 'Job 12', entity_kind: 'job', entity_id: '12', after: { provisioning_status: 0 } }],
    [
      'Job 12 ended job 12 without success: no stock',
      { actor_name: 'Job 12', entity_kind: 'job', entity_id: '12', after: { provisioning_status: 2, reason: 'no stock' } },
    ],
    [
      'Job 12, ordered by Sam Staff as Jane Doe, succeeded',
      {
        actor_kind: 'workflow',
        actor_name: 'Job 12, ordered by Sam Staff as Jane Doe',
        impersonator_name: 'Sam Staff',
        provision_id: 12,
        entity_kind: 'job',
        entity_id: '12',
        after: { provisioning_status: 0 },
      },
    ],
    [
      'Jane Doe gave the item “SIM 1” to Gold',
      {
        entity_kind: 'inventory',
        entity_label: 'SIM 1',
        before: { item_state: 'New', service_id: null, customer_id: null },
        after: { item_state: 'Assigned', service_id: 'Gold', customer_id: 'Acme' },
      },
    ],
    [
      'Jane Doe took the item “SIM 1” back from Gold',
      { entity_kind: 'inventory', entity_label: 'SIM 1', before: { service_id: 'Gold' }, after: { service_id: null } },
    ],
    ['Jane Doe accepted the terms of Mobile 5 GB', { action: 'created', entity_kind: 'terms', after: { product_id: 'Mobile 5 GB' } }],
    ['Jane Doe noted: “Called back”', { category: 'note', action: 'noted', details: { text: 'Called back' } }],
    [
      'Jane Doe gave ann@example.com the role Support',
      { category: 'security', action: 'roles_given', entity_kind: 'user', entity_label: 'ann@example.com', details: { roles: ['Support'] } },
    ],
    [
      'ann@example.com failed to sign in',
      { category: 'security', action: 'login_failed', entity_kind: 'user', entity_label: 'ann@example.com', actor_kind: 'anonymous', actor_name: 'anonymous' },
    ],
    [
      'Jane Doe changed the password',
      { category: 'security', action: 'password_changed', entity_kind: 'user', entity_label: 'jane@example.com', ownAccount: true },
    ],
    ['Jane Doe key turned round (ann@example.com)', { category: 'security', action: 'key_turned_round', entity_kind: 'user', entity_label: 'ann@example.com' }],
    [
      'Jane Doe turned two-factor sign-in off for ann@example.com',
      { category: 'security', action: 'two_factor_disabled', entity_kind: 'user', entity_label: 'ann@example.com' },
    ],
  ])('%s', (sentence, entry) => {
    expect(tell(entry)).toBe(sentence);
  });

  it('cuts long values', () => {
    expect(tell({ before: { customer_name: 'A' }, after: { customer_name: 'x'.repeat(500) } }).length).toBeLessThan(160);
  });
});
