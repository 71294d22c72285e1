import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as contract from '../../../api/schemas/contract.ts';

const faultOf = (result: { success: boolean; error?: { issues: { message: string }[] } }): string | undefined => result.error?.issues[0]?.message;

describe('fields of requests', () => {
  it('read identifiers as numbers or as the text old plays send', () => {
    expect(contract.id().parse('123')).toBe(123);
    expect(contract.id().parse(123)).toBe(123);
    for (const bad of ['', 'abc', '1.5', '0x1', '1e3', '0b1', 'Infinity', 0, -1, 2 ** 31, null, [], {}])
      expect(contract.id().safeParse(bad).success).toBe(false);
  });

  it('read an absent reference in any spelling', () => {
    for (const none of [null, '', 'None', 'null']) expect(contract.optionalId().parse(none)).toBeNull();
  });

  it('keep amounts exact: every amount of whole cents survives the way in', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999, max: 99_999_999 }), (cents) => {
        const textual = (cents / 100).toFixed(2);
        expect(Number(contract.amount().parse(Number(textual)))).toBe(Number(textual));
        expect(Number(contract.amount().parse(textual))).toBe(Number(textual));
      }),
    );
  });

  it('round away binary noise of an amount but refuse a third decimal', () => {
    expect(contract.amount().parse(0.1 + 0.2)).toBe('0.30');
    expect(faultOf(contract.amount().safeParse(1.005))).toContain('two decimals');
    for (const bad of ['', 'ten', Number.NaN, Number.POSITIVE_INFINITY, '1e20']) expect(contract.amount().safeParse(bad).success).toBe(false);
  });

  it('read booleans of JSON, Python and Ansible', () => {
    for (const yes of [true, 'True', 'yes', '1', 1]) expect(contract.flag().parse(yes)).toBe(true);
    for (const no of [false, 'False', 'no', '0', 0]) expect(contract.flag().parse(no)).toBe(false);
    expect(contract.flag().safeParse('maybe').success).toBe(false);
  });

  it('read the instants that `date +%Y-%m-%dT%H:%M:%S%z` prints', () => {
    expect(contract.instant().parse('2025-01-31T12:00:00+0000').toISOString()).toBe('2025-01-31T12:00:00.000Z');
    expect(contract.instant().parse('2025-01-31').toISOString()).toBe('2025-01-31T00:00:00.000Z');
    expect(faultOf(contract.instant().safeParse('31/01/2025 noon'))).toContain('date and time');
  });

  it('refuse days that no month has instead of taking the month after', () => {
    for (const day of ['2025-02-29', '2025-02-31 00:00:00', '2025-04-31T10:00:00Z'])
      expect(faultOf(contract.instant().safeParse(day))).toContain('date and time');
    expect(contract.instant().parse('2024-02-29 23:30:00+0200').toISOString()).toBe('2024-02-29T21:30:00.000Z');
  });

  it('refuse NUL characters and blank required text', () => {
    expect(contract.text(10, 1).safeParse('   ').success).toBe(false);
    expect(contract.text(10).safeParse('a\u0000b').success).toBe(false);
    expect(contract.text(3).safeParse('four').success).toBe(false);
  });
});

describe('list parameters', () => {
  it('have the documented defaults', () => {
    expect(contract.listQuery.parse({})).toMatchObject({ page: 1, per_page: 20, order: 'desc', filters: {} });
  });

  it('read filters as a JSON object of arrays or single values', () => {
    expect(contract.listQuery.parse({ filters: '{"provisioning_status":[2],"action":"provision"}' }).filters).toEqual({
      provisioning_status: [2],
      action: ['provision'],
    });
  });

  it('refuse filters that are not that, and pages out of range', () => {
    for (const bad of ['[', '[1]', '{"a":{"b":1}}', '{"a":["\\u0000"]}']) expect(contract.listQuery.safeParse({ filters: bad }).success).toBe(false);
    for (const bad of [{ page: '0' }, { per_page: '201' }, { order: 'up' }]) expect(contract.listQuery.safeParse(bad).success).toBe(false);
  });
});
