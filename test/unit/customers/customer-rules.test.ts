import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contactTypes, parseContactTypes } from '../../../domain/customers/customer-rules.ts';
import { countryCode, e164, searchedDigits } from '../../../domain/customers/phone-number.ts';
import { located, plusCode } from '../../../domain/customers/plus-code.ts';

describe('telephone numbers', () => {
  test.each([
    ['07700 900123', 'United Kingdom', '+447700900123'],
    ['+44 (0)7700 900123', 'United Kingdom', '+447700900123'],
    ['0412 345 678', 'Australia', '+61412345678'],
    ['3 22123', 'NF', '+672322123'],
    ['+1 202 555 0100', 'Nowhere', '+12025550100'],
  ])('%s in %s is %s', (text, country, expected) => {
    expect(e164(text, country, 'contact_phone')).toBe(expected);
  });

  test.each(['12', 'call me', '+', '+999 1', '0'.repeat(40)])('“%s” is refused by field', (text) => {
    expect(() => e164(text, 'United Kingdom', 'contact_phone')).toThrow(expect.objectContaining({ kind: 'validation', field: 'contact_phone' }));
  });

  test('a number is found however its digits are grouped', () => {
    expect(searchedDigits('07700 900-123')).toBe('7700900123');
    expect(searchedDigits('07')).toBeUndefined();
    expect(searchedDigits('Room 101')).toBeUndefined();
  });

  test('countries go by English name or code', () => {
    expect(countryCode(' united kingdom ')).toBe('GB');
    expect(countryCode('Atlantis')).toBeUndefined();
  });
});

test('contact types come as text or list, each once, and only known ones', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...contactTypes), { minLength: 1 }), (types) => {
      const parsed = parseContactTypes(types);
      expect(parsed?.split(',')).toEqual([...new Set(types)]);
      expect(parseContactTypes(types.join(' , '))).toBe(parsed);
    }),
  );
  expect(parseContactTypes('primary,boss')).toBeUndefined();
  expect(parseContactTypes('')).toBeUndefined();
});

test('every place on earth has a Plus Code of eleven characters', () => {
  fc.assert(
    fc.property(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }), (latitude, longitude) => {
      expect(plusCode(latitude, longitude)).toMatch(/^[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2}$/);
    }),
  );
  expect(() => located({ latitude: 1, longitude: null }, 'sites.0.')).toThrow(expect.objectContaining({ field: 'sites.0.longitude' }));
});
