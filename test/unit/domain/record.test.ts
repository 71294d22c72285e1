import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ordering } from '../../../domain/find-page.ts';
import { recordJson, selectList, without } from '../../../domain/record.ts';

const columns = { id: 'int', cost: 'amount', paid: 'amount?', at: 'instant', until: 'instant?', state: ['on', 'off'] } as const;

describe('a row as JSON', () => {
  test('amounts are numbers, instants ISO 8601 in UTC, the rest stays inside', () => {
    const row = { id: 1, cost: '12.50', paid: null, at: '2026-11-23 11:08:35.801459+00', until: new Date('2026-01-01T00:00:00Z'), state: 'on', secret: 'x' };
    expect(recordJson(columns, row)).toEqual({ id: 1, cost: 12.5, paid: null, at: '2026-11-23T11:08:35.801Z', until: '2026-01-01T00:00:00.000Z', state: 'on' });
  });

  test('every spelling of an instant that PostgreSQL sends is the same instant', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 999 }),
        (date, micros) => {
          const iso = date.toISOString();
          const fraction = `${iso.slice(20, 23)}${String(micros).padStart(3, '0')}`.replace(/0+$/, '');
          const sent = `${iso.slice(0, 10)} ${iso.slice(11, 19)}${fraction === '' ? '' : `.${fraction}`}+00`;
          expect(recordJson({ at: 'instant' }, { at: sent })).toEqual({ at: iso });
        },
      ),
    );
  });

  test('columns become a SELECT list, and can be left out', () => {
    expect(selectList(without(columns, 'cost', 'paid', 'until', 'state'), 't')).toBe('t.id, t.at');
  });
});

test('an order is total, and says where empty values go only when there can be some', () => {
  expect(ordering('c.id', 'desc', 'c.id')).toBe('c.id desc');
  expect(ordering('c.name', 'asc', 'c.id')).toBe('c.name asc, c.id asc');
  expect(ordering('c.until', 'desc', 'c.id', true)).toBe('c.until desc nulls last, c.id desc');
});
