import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemStates } from '../../../domain/inventory/inventory-rules.ts';
import { mayBecome, nextStates } from '../../../domain/inventory/item-states.ts';
import { labelledColumns, labelledValues, snakeCase } from '../../../domain/inventory/label-keys.ts';

describe('states', () => {
  test.each([
    ['New', 'Assigned'],
    ['Assigned', 'Used'],
    ['New', 'Internal Use'],
    ['Assigned', 'Damaged'],
    ['Damaged', 'New'],
    ['Used', 'New'],
    ['In Transit', 'In Stock'],
    ['Assigned', 'Decommissioned'],
    ['Assigned', 'In Stock'],
  ] as const)('%s → %s, as the chapters tell', (from, to) => {
    expect(mayBecome(from, to)).toBe(true);
  });

  test.each(itemStates)('%s may be lost, stolen, or stay', (state) => {
    for (const to of ['Lost', 'Stolen', state] as const) expect(mayBecome(state, to)).toBe(true);
    expect(new Set(nextStates(state)).size).toBe(nextStates(state).length);
  });

  test.each([
    ['Damaged', 'Assigned'],
    ['Lost', 'Assigned'],
    ['Stolen', 'Assigned'],
    ['In Transit', 'Assigned'],
    ['Decommissioned', 'Assigned'],
    ['Assigned', 'New'],
    ['Assigned', 'Internal Use'],
  ] as const)('%s → %s is refused', (from, to) => {
    expect(mayBecome(from, to)).toBe(false);
  });
});

describe('labels as keys', () => {
  test.each([
    ['ICCID', 'iccid'],
    ['Phone Number', 'phone_number'],
    ['Número de Telefone', 'numero_de_telefone'],
    ['  MAC / Address ', 'mac_address'],
    ['PUK-1', 'puk_1'],
    ['—', ''],
  ])('%s is %s', (label, key) => {
    expect(snakeCase(label)).toBe(key);
  });

  test('a SIM is read by iccid, imsi, ki and opc', () => {
    const columns = labelledColumns({ itemtext1_label: 'ICCID', itemtext2_label: 'IMSI', itemtext3_label: 'Ki', itemtext4_label: 'OPc' });
    expect(labelledValues({ itemtext1: '8961', itemtext2: '310', itemtext3: 'AA', itemtext4: 'BB' }, columns)).toEqual({
      iccid: '8961',
      imsi: '310',
      ki: 'AA',
      opc: 'BB',
    });
    expect(columns.map(({ secret }) => secret)).toEqual([false, false, true, true]);
  });

  test.each(['Phone Number', 'Mobile Number', 'Número de Telefone', 'DID Number', 'Number'])('%s is also msisdn', (label) => {
    expect(labelledValues({ itemtext1: '+44' }, labelledColumns({ itemtext1_label: label }))).toMatchObject({ msisdn: '+44' });
  });

  test('serial and model numbers are no telephone numbers', () => {
    expect(labelledValues({ itemtext1: '1' }, labelledColumns({ itemtext1_label: 'Serial Number', itemtext2_label: 'Model Number' }))).not.toHaveProperty(
      'msisdn',
    );
  });

  test.each(['Ki', 'OPc', 'OP', 'K', 'PUK', 'PUK1', 'PIN Code', 'ADM1', 'Admin Password', 'WiFi Secret', 'Senha'])('%s is secret', (label) => {
    expect(labelledColumns({ itemtext1_label: label })[0]?.secret).toBe(true);
  });

  test.each(['ICCID', 'IMSI', 'Kind', 'PON Location', 'Optical power', 'Key count', 'Pinout'])('%s is not secret', (label) => {
    expect(labelledColumns({ itemtext1_label: label })[0]?.secret).toBe(false);
  });

  test('a repeated secret label keeps its column secret', () => {
    expect(labelledColumns({ itemtext1_label: 'Ki', itemtext2_label: 'KI' }).map(({ column, secret }) => [column, secret])).toEqual([
      ['itemtext1', true],
      ['itemtext2', true],
    ]);
  });

  test('labels never hide what the record has itself', () => {
    fc.assert(
      fc.property(fc.constantFrom('customer_id', 'State', 'Item State', 'itemtext2', 'City', '__proto__', 'constructor'), fc.string(), (label, value) => {
        const item = { customer_id: 1, state: 'VIC', item_state: 'New', itemtext1: value, itemtext2: 'two', city: 'Perth' };
        expect({ ...labelledValues(item, labelledColumns({ itemtext1_label: label })), ...item }).toMatchObject({
          customer_id: 1,
          state: 'VIC',
          item_state: 'New',
          itemtext2: 'two',
          city: 'Perth',
        });
      }),
    );
  });
});
