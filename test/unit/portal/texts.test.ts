import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BalanceBucket } from '#lib/api/services-service.ts';
import { iconName } from '#lib/design/icon-url.ts';
import { formatBalance, summariseBalances } from '#lib/format/balance.ts';
import { formatDuration, formatRelative } from '#lib/format/date.ts';
import { jsonFault, slugOf } from '#lib/products/product-values.ts';
import { addressAfterSignIn, signInAddress } from '#lib/session/sign-in-address.ts';

const bucket = (more: Partial<BalanceBucket>): BalanceBucket => ({
  ID: 'PLAN',
  Value: 0,
  ExpirationDate: null,
  Weight: 10,
  Disabled: false,
  custom_Name_hr: 'Plan',
  custom_Expiration: 'never',
  custom_Description_String: '',
  ...more,
});

describe('balances', () => {
  it('are shown in the units of chapter 24', () => {
    expect(formatBalance('DATA', 12.5 * 1024 ** 3)).toBe('12.5 GB');
    expect(formatBalance('DATA', 300 * 1024 ** 2)).toBe('300 MB');
    expect(formatBalance('VOICE', 7500)).toBe('125 min');
    expect(formatBalance('SMS', 45)).toBe('45 SMS');
    expect(formatBalance('MONETARY', 15.5)).toBe('£15.50');
  });

  it('add up what can still be used, and name its nearest end', () => {
    const buckets = [
      bucket({ Value: 1, ExpirationDate: '2099-02-01T00:00:00.000Z' }),
      bucket({ Value: 2, ExpirationDate: '2099-01-01T00:00:00.000Z' }),
      bucket({ Value: 4, ExpirationDate: '2001-01-01T00:00:00.000Z' }),
      bucket({ Value: 8, Disabled: true }),
      bucket({ Value: 0, ExpirationDate: '2098-01-01T00:00:00.000Z' }),
    ];
    expect(summariseBalances({ SMS: buckets })).toMatchObject([{ kind: 'SMS', value: 3, expires: '2099-01-01T00:00:00.000Z', unlimited: false }]);
  });

  it('know a very large allowance for unlimited, and leave kinds without a unit out', () => {
    expect(summariseBalances({ VOICE: [bucket({ Value: 999_999_999 })], GENERIC: [bucket({ Value: 1 })] })).toMatchObject([{ kind: 'VOICE', unlimited: true }]);
  });
});

describe('the way back after signing in', () => {
  it('leads to the page that was asked for', () => {
    const asked = new URL('https://crm.example/customers/12?page=2#services');
    const next = new URL(signInAddress(asked), asked).searchParams.get('next');
    expect(addressAfterSignIn(next, '/customers')).toBe('/customers/12?page=2#services');
  });

  it('never leaves the portal', () => {
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', null]) {
      expect(addressAfterSignIn(next, '/customers')).toBe('/customers');
    }
    fc.assert(fc.property(fc.string(), (next) => new URL(addressAfterSignIn(next, '/x'), 'https://crm.example').origin === 'https://crm.example'));
  });
});

describe('texts of forms and lists', () => {
  it('makes slugs the API takes', () => {
    expect(slugOf('  Mobile 20 GB – Été! ')).toBe('mobile-20-gb-ete');
    fc.assert(fc.property(fc.string(), (name) => /^([a-z0-9]+(-[a-z0-9]+)*)?$/.test(slugOf(name))));
  });

  it('says what is wrong with the text of a JSON object', () => {
    expect(jsonFault('{"days": 30}')).toBeUndefined();
    expect(jsonFault('  ')).toBeUndefined();
    expect(jsonFault('[1]')).toMatch(/JSON object/);
    expect(jsonFault('{days')).toMatch(/not JSON/);
  });

  it('finds the icon in FontAwesome classes, and never makes a path of them', () => {
    expect(iconName('fa-solid fa-sim-card')).toBe('sim-card');
    expect(iconName('fa-../../secret')).toBe('cube');
    expect(iconName(null)).toBe('cube');
  });

  it('says durations and distances in words', () => {
    expect([840, 3400, 125_000, 3_780_000].map(formatDuration)).toEqual(['840 ms', '3.4 s', '2 min 05 s', '1 h 03 min']);
    const now = Date.parse('2026-01-10T12:00:00Z');
    expect(formatRelative('2026-01-13T12:00:00Z', now)).toBe('in 3 days');
    expect(formatRelative('2026-01-10T11:58:00Z', now)).toBe('2 minutes ago');
  });
});
