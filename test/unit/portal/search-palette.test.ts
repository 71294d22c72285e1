import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pageNumbers } from '#lib/design/page-numbers.ts';
import { hitLink } from '#lib/search/hit-link.ts';
import { markedParts } from '#lib/search/marked-parts.ts';
import { resultsLink } from '#lib/search/results-link.ts';

describe('links of hits', () => {
  test('lead to the tab that chapter 27 numbers and to the row', () => {
    expect(hitLink({ type: 'customer', id: 7, customer_id: 7 })).toBe('/customers/7');
    expect(hitLink({ type: 'contact', id: 4, customer_id: 7 })).toBe('/customers/7?row=4#4');
    expect(hitLink({ type: 'site', id: 4, customer_id: 7 })).toBe('/customers/7?row=4#2');
    expect(hitLink({ type: 'service', id: 4, customer_id: 7 })).toBe('/customers/7?row=4#3');
    expect(hitLink({ type: 'inventory', id: 4, customer_id: 7 })).toBe('/customers/7?row=4#8');
  });

  test('lead to the item itself when nobody has it', () => {
    expect(hitLink({ type: 'inventory', id: 4, customer_id: null })).toBe('/inventory/4');
  });
});

describe('marked texts', () => {
  const marked = (text: string, search: string): string[] => markedParts(text, search).flatMap((part) => (part.marked ? [part.text] : []));

  test('every word is marked, whatever its case', () => {
    expect(marked('Smithson & Sons', 'sons SMITH')).toEqual(['Smith', 'Sons']);
  });

  test('a number is marked in whatever notation it is shown', () => {
    expect(marked('Mobile - +44 7700 900123', '07700900123')).toEqual(['7700 900123']);
  });

  test('nothing is lost, and signs stand for themselves', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, search) => {
        expect(
          markedParts(text, search)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
    expect(marked('a.b*c', '.')).toEqual(['.']);
  });
});

describe('pages by number', () => {
  test('are the first, the last and those around the shown one; a gap is never of one page', () => {
    expect(pageNumbers(1, 1)).toEqual([1]);
    expect(pageNumbers(2, 5)).toEqual([1, 2, 3, 4, 5]);
    expect(pageNumbers(6, 12)).toEqual([1, null, 5, 6, 7, null, 12]);
    expect(pageNumbers(12, 12)).toEqual([1, null, 11, 12]);
    expect(pageNumbers(3, 0)).toEqual([]);
  });
});

test('the page of all results is asked for with what was typed, whatever is in it', () => {
  expect(resultsLink(' a&b ?', true)).toBe('/search?q=a%26b+%3F&closed=yes');
});
