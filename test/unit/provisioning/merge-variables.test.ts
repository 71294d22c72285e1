import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeVariables, variableNameFaults } from '../../../domain/provisioning/merge-variables.ts';

describe('mergeVariables', () => {
  it('lets the request override the product, and neither override the system or the stock', () => {
    const merged = mergeVariables({
      product: { monthly_cost: 50, data_limit_gb: 100, 'SIM Card': 1 },
      request: { monthly_cost: 45, customer_id: 99, 'SIM Card': 2 },
      system: { customer_id: 7, access_token: 'token' },
      stock: { 'SIM Card': 789 },
    });
    expect(merged).toEqual({ monthly_cost: 45, data_limit_gb: 100, customer_id: 7, access_token: 'token', 'SIM Card': 789 });
  });

  it('keeps every key of every layer', () => {
    const layer = fc.dictionary(fc.string(), fc.integer());
    fc.assert(
      fc.property(layer, layer, layer, layer, (product, request, system, stock) => {
        const merged = mergeVariables({ product, request, system, stock });
        for (const [key, value] of Object.entries({ ...product, ...request, ...system, ...stock })) expect(merged[key]).toBe(value);
      }),
    );
  });
});

describe('variableNameFaults', () => {
  it.each(['site_id', 'SIM Card', 'po-number', '_x1'])('accepts %s', (name) => {
    expect(variableNameFaults([name])).toEqual([]);
  });

  it.each([
    ['ansible_connection', 'must not start with ansible_'],
    ['Ansible_Python_Interpreter', 'must not start with ansible_'],
    ['crm_config', 'is set by the system and cannot be given'],
    ['service_uuid', 'is set by the system and cannot be given'],
    ['hostvars', 'is a name Ansible keeps for itself'],
    ['{{ lookup("pipe", "id") }}', 'is not a usable variable name: use letters, digits, _, - and spaces, starting with a letter'],
    ['../x', 'is not a usable variable name: use letters, digits, _, - and spaces, starting with a letter'],
    ['', 'is not a usable variable name: use letters, digits, _, - and spaces, starting with a letter'],
    ['a\nb', 'is not a usable variable name: use letters, digits, _, - and spaces, starting with a letter'],
  ])('refuses %j', (name, message) => {
    expect(variableNameFaults([name])).toEqual([expect.objectContaining({ message })]);
  });

  it('shows a long or unprintable name shortened', () => {
    expect(variableNameFaults([`a\u0000${'b'.repeat(500)}`])[0]?.field).toMatch(/^a\?b{58}$/);
  });
});
