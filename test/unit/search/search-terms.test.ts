import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, test } from 'vitest';
import { foldText, squash } from '../../../domain/search/fold-text.ts';
import { numberSpellings, searchTerms } from '../../../domain/search/search-terms.ts';

const country = 'United Kingdom';

/** As the database keeps a field: folded, and again without spaces and signs. */
const stored = (field: string): string => `${foldText(field)} | ${squash(foldText(field))}`;
const finds = (search: string, field: string, at = country): boolean =>
  numberSpellings(search, at)?.some((spelling) => stored(field).includes(spelling)) ?? false;

const numbers = getCountries().flatMap((code) => getExampleNumber(code, examples) ?? []);

describe('telephone numbers', () => {
  test('whatever notation is typed finds whatever notation is stored', () => {
    fc.assert(
      fc.property(fc.constantFrom(...numbers), (number) => {
        const { country: code = 'GB' } = number;
        const notations = [number.number, number.number.slice(1), number.formatInternational(), number.formatNational(), `00${number.number.slice(1)}`];
        for (const typed of notations) for (const field of notations) expect([typed, field, finds(typed, field, code)]).toEqual([typed, field, true]);
      }),
      { numRuns: 300 },
    );
  });

  test('spaces, dots, dashes and brackets anywhere make no difference', () => {
    const sign = fc.constantFrom('', ' ', '-', '.', '(', ')', '/', '  ');
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{5,14}$/), fc.array(sign, { minLength: 16, maxLength: 16 }), (digits, signs) => {
        const typed = [...digits].map((digit, index) => digit + (signs[index] ?? '')).join('');
        expect(finds(typed, digits)).toBe(true);
        expect(finds(digits, `Mobile - ${typed}`)).toBe(true);
      }),
    );
  });

  test('a part of a number is looked for as it is, without the zero of a trunk call', () => {
    expect(numberSpellings('07700 900', country)).toEqual(['7700900']);
    expect(numberSpellings('555-0123', country)).toEqual(['5550123']);
    expect(numberSpellings('(0)20 7946 0000', country)).toEqual(['2079460000']);
    expect(numberSpellings('12', country)).toBeUndefined();
    expect(numberSpellings('Flat 12', country)).toBeUndefined();
  });

  test('a number of zeros alone is still a number', () => {
    expect(numberSpellings('0000', country)).toEqual(['000']);
  });
});

describe('words', () => {
  test('accents, case and width are left out', () => {
    expect(['Zoë', 'ŁUKASZ', 'Straße', 'Æther', 'ＡＣＭＥ', 'ΣΊΣΥΦΟΣ', 'Ёлка'].map(foldText)).toEqual([
      'zoe',
      'lukasz',
      'strasse',
      'aether',
      'acme',
      'σισυφοσ',
      'елка',
    ]);
  });

  test('a word with signs in it is looked for with and without them', () => {
    expect(searchTerms("O'Brien", country).words).toEqual([{ spellings: ["o'brien", 'obrien'], begins: false, letters: 'obrien' }]);
    expect(searchTerms('AA:BB:cc', country).words[0]?.spellings).toEqual(['aa:bb:cc', 'aabbcc']);
  });

  test('short words must begin a word, and only words of letters are corrected', () => {
    expect(searchTerms('li 4g broadband', country).words.map(({ begins, letters }) => [begins, letters])).toEqual([
      [true, undefined],
      [true, undefined],
      [false, 'broadband'],
    ]);
  });

  test('a number is also the number of a record, as far as there can be one', () => {
    expect(searchTerms('#42', country).id).toBe(42);
    expect(searchTerms('2147483648', country).id).toBeUndefined();
    expect(searchTerms('0', country).id).toBeUndefined();
  });

  test('however much is typed, eight words are looked for', () => {
    expect(searchTerms(Array.from({ length: 60 }, (_, index) => `w${index}`).join(' '), country).words).toHaveLength(8);
  });

  test.each(['%', '_', '\\', '%_\\', '---', '’'])('%s alone is refused', (text) => {
    expect(() => searchTerms(text, country)).toThrow(expect.objectContaining({ kind: 'validation', field: 'search' }));
  });
});
