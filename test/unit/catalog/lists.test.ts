import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listText, parseList, readList } from '../../../domain/catalog/lists.ts';

/** Entries as they come back: trimmed, not empty. */
const entries = fc.array(
  fc
    .string({ minLength: 1, unit: 'grapheme' })
    .map((text) => text.trim())
    .filter((text) => text !== ''),
  { maxLength: 8 },
);

/** A Python repr of a list of text. */
const python = (values: readonly string[]): string =>
  `[${values.map((value) => (value.includes("'") && !value.includes('"') ? `"${value.replaceAll('\\', '\\\\')}"` : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`)).join(', ')}]`;

describe('every spelling reads back to the same entries', () => {
  test('real array and JSON array', () => {
    fc.assert(
      fc.property(entries, (values) => {
        expect(parseList(values)).toEqual(values);
        expect(parseList(JSON.stringify(values))).toEqual(values);
        expect(readList(listText(values))).toEqual(values);
      }),
    );
  });

  test('Python list', () => {
    fc.assert(fc.property(entries, (values) => void expect(parseList(python(values))).toEqual(values)));
  });

  test('sentences', () => {
    const sentence = fc.stringMatching(/^[A-Za-z0-9&£-][A-Za-z0-9 &£-]{0,30}$/).map((text) => text.trim());
    fc.assert(fc.property(fc.array(sentence, { minLength: 1 }), (values) => void expect(parseList(values.join('. '))).toEqual(values)));
  });

  test('anything at all is read without throwing, and within bounds', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(Array.isArray(readList(text))).toBe(true)));
    fc.assert(fc.property(fc.string(), (text) => void expect(Array.isArray(readList(`[${text}]`))).toBe(true)));
    const started = performance.now();
    expect(parseList(`[${"'a\\".repeat(20_000)}]`)).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(500);
  });
});

test.each([
  ["[ 'SIM Card', 'Mobile Number' ]", ['SIM Card', 'Mobile Number']],
  ["['SIM Card', 'Mobile Number',]", ['SIM Card', 'Mobile Number']],
  ['[]', []],
  ['[ ]', []],
  ['', []],
  [null, []],
  [undefined, []],
  ["[1, 'mobile', None]", ['1', 'mobile']],
  ['[1, 2]', ['1', '2']],
  ['20GB High-Speed Data. Unlimited Calls & Texts. 30-Day Expiry', ['20GB High-Speed Data', 'Unlimited Calls & Texts', '30-Day Expiry']],
  ['WiFi 6 (802.11ax). Dual-band 2.4GHz + 5GHz. Up to 40 devices.', ['WiFi 6 (802.11ax)', 'Dual-band 2.4GHz + 5GHz', 'Up to 40 devices']],
  ["['Up to 100Mbps. Subject to availability', \"It's fast\"]", ['Up to 100Mbps. Subject to availability', "It's fast"]],
  ["[\n    '20GB High-Speed Data',\n    'No Contract'\n  ]", ['20GB High-Speed Data', 'No Contract']],
  ['SIM Card', ['SIM Card']],
])('%j is %j', (value, expected) => {
  expect(parseList(value)).toEqual(expected);
});

test.each(["['SIM Card', 'Mobile]", "['a' 'b']", '[{"a":1}]', "[['a']]", "['a', , 'b']"])('%s in brackets is no list', (text) => {
  expect(parseList(text)).toBeUndefined();
  expect(readList(text)).toEqual([text]);
});
