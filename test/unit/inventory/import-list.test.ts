import fc from 'fast-check';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { readCell, safeCell } from '../../../domain/inventory/import/csv-cell.ts';
import { decodeList } from '../../../domain/inventory/import/decode-list.ts';
import { suggestMapping, suggestUnique } from '../../../domain/inventory/import/import-fields.ts';
import { type ImportPlan, readRow } from '../../../domain/inventory/import/import-row.ts';
import { readHead, readRows } from '../../../domain/inventory/import/parse-list.ts';

const rowsOf = async (text: string, delimiter: string, piece = 7): Promise<string[][]> => {
  const pieces = async function* () {
    for (let at = 0; at < text.length; at += piece) yield text.slice(at, at + piece);
  };
  const rows: string[][] = [];
  for await (const { cells } of readRows(pieces(), delimiter)) rows.push(cells);
  return rows;
};

/** `read`, or the field that is refused. */
function outcomeOf(bytes: Uint8Array): string | undefined {
  try {
    decodeList(bytes);
    return 'read';
  } catch (error) {
    return error instanceof DomainError && error.kind === 'validation' ? error.field : 'thrown';
  }
}

describe('encodings', () => {
  const text = 'ICCID;Stadt\n8944;Köln\n';
  const utf16 = (mark: number[], swap: boolean): Uint8Array => {
    const bytes = Buffer.from(text, 'utf16le');
    return new Uint8Array([...mark, ...(swap ? bytes.swap16() : bytes)]);
  };
  test.each([
    ['utf-8', new Uint8Array(Buffer.from(text))],
    ['utf-8', new Uint8Array([0xef, 0xbb, 0xbf, ...Buffer.from(text)])],
    ['utf-16le', utf16([0xff, 0xfe], false)],
    ['utf-16le', utf16([], false)],
    ['utf-16be', utf16([0xfe, 0xff], true)],
    ['utf-16be', utf16([], true)],
    ['windows-1252', new Uint8Array(Buffer.from(text, 'latin1'))],
  ] as const)('%s is told and read', (encoding, bytes) => {
    const read = decodeList(bytes);
    expect(read.encoding).toBe(encoding);
    expect(read.text.replace(/^\uFEFF/, '')).toBe(text);
  });

  test.each([
    ['nothing', [], /empty/],
    ['a workbook', [0x50, 0x4b, 0x03, 0x04, 1], /Excel/],
    ['bytes of no encoding', [0x41, 0x81, 0x0a], /byte 2/],
    ['a workbook of old', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 1], /Excel/],
    ['a NUL in the third line', [0x41, 0x0a, 0x42, 0x0a, 0x43, 0x00, 0x44], /NUL.* line 3/],
    ['NUL characters', [0x41, 0x00, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a], /NUL|byte/],
    ['broken UTF-8 behind its mark', [0xef, 0xbb, 0xbf, 0xff, 0xff], /UTF-8/],
  ] as const)('%s is refused in words', (_, bytes, message) => {
    expect(() => decodeList(new Uint8Array(bytes))).toThrow(message);
  });

  test('a line that only tells Excel the separator is no row', () => {
    expect(decodeList(new Uint8Array(Buffer.from('sep=;\r\nA;B\r\n'))).text).toBe('A;B\r\n');
  });

  test('whatever the bytes, it reads them or refuses the field', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['read', 'file']).toContain(outcomeOf(bytes));
      }),
    );
  });
});

describe('cells', () => {
  test.each(['=1+1', '+447700900123', '-cmd', '@SUM(A1)', '\t=1', "'=1", "''@x"])('%j comes out so that no spreadsheet runs it', (text) => {
    expect(safeCell(text)).toBe(`'${text}`);
    expect(readCell(safeCell(text))).toBe(text);
  });

  test('numbers stay numbers, plain text stays as it is', () => {
    for (const text of ['-33.8688', '12.50', 'AA:BB', "O'Neil", "'quoted'"]) expect(safeCell(text)).toBe(text);
  });

  test('every text survives the way out and back, and none comes out as a formula', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.constantFrom('=', '+', '-', '@', "'", '\t').chain((first) => fc.string().map((rest) => first + rest)),
    );
    fc.assert(
      fc.property(anything, (text) => {
        expect(readCell(safeCell(text))).toBe(text);
        expect(safeCell(text)).toMatch(/^(?:[^=+\-@\t\r\n]|-?\d+(\.\d+)?$|$)/s);
      }),
    );
  });
});

describe('lists', () => {
  test.each([',', ';', '\t', '|'])('%j is told as the delimiter', (delimiter) => {
    const head = readHead(
      stringify(
        [
          ['ICCID', 'City, town'],
          ['1', 'a;b'],
          ['2', 'c'],
        ],
        { delimiter },
      ),
    );
    expect(head).toMatchObject({
      delimiter,
      header: ['ICCID', 'City, town'],
      sample: [
        ['1', 'a;b'],
        ['2', 'c'],
      ],
    });
  });

  test('one column is a list too; a list without header or rows is none', () => {
    expect(readHead('ICCID\n1\n2\n')).toMatchObject({ header: ['ICCID'], sample: [['1'], ['2']] });
    expect(() => readHead('\n\n')).toThrow(/header/);
    expect(() => readHead('ICCID\n\n')).toThrow(/no rows/);
  });

  test('rows are counted as spreadsheets do, empty ones are left out', async () => {
    const rows: number[] = [];
    const text = async function* () {
      yield 'A,B\n1,2\n,\n3,4\n';
    };
    for await (const { fileRow } of readRows(text(), ',')) rows.push(fileRow);
    expect(rows).toEqual([2, 4]);
  });

  test.each([
    ['A,B\n1,2\n"3,4\n5,6\n', /cannot be read: .* in row 3 is never closed/],
    ['A,B\n"1\r\n2",2\n3,5" rack\n', /middle of a cell in row 3, column 2/],
    ['A,B\n1,"x"y\n', /closing quotation mark in row 2, column 2/],
    [`A,B\n1,"${'x\n'.repeat(510_000)}`, /row 2 is longer/],
  ])('a list that cannot be read is refused at once, with its row (%#)', async (text, message) => {
    expect(() => readHead(text)).toThrow(message);
    await expect(rowsOf(text, ',', 60_000)).rejects.toThrow(message);
  });

  test('rows longer than what is looked at first are read all the same', () => {
    const notes = 'line\n'.repeat(40_000);
    const { header, sample } = readHead(`ICCID,Notes\n1,"${notes}"\n`);
    expect(header).toEqual(['ICCID', 'Notes']);
    expect(sample).toEqual([['1', notes.slice(0, 200)]]);
    expect(readHead(`ICCID,Notes\n${`1,"${notes.slice(0, 30_000)}"\n`.repeat(3)}`).sample.length).toBeGreaterThan(0);
  });

  test('any table comes back as it went out, whatever its pieces and delimiter', async () => {
    const cell = fc.string({ maxLength: 12 }).map((text) => text.trim());
    const table = fc.integer({ min: 2, max: 5 }).chain((width) =>
      fc.array(
        fc.array(cell, { minLength: width, maxLength: width }).filter((row) => row.some((text) => text !== '')),
        { minLength: 1, maxLength: 8 },
      ),
    );
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(',', ';', '\t', '|'), async (rows, delimiter) => {
        const text = stringify([rows[0]?.map((_, at) => `c${at}`) ?? [], ...rows.map((row) => row.map(safeCell))], { delimiter, quoted: true });
        expect(await rowsOf(text, delimiter)).toEqual(rows);
      }),
    );
  });
});

describe('mapping', () => {
  test('labels come first, then the columns’ own names, then other names; each column once', () => {
    const labels = { itemtext1_label: 'ICCID', itemtext2_label: 'Phone Number', itemtext3_label: 'Location' };
    const header = ['iccid', 'PHONE-NUMBER', 'Location', 'Status', 'Retail cost', 'Lat', 'unknown'];
    expect(suggestMapping(header, labels)).toEqual({ itemtext1: 0, itemtext2: 1, itemtext3: 2, item_state: 3, retail_cost: 4, latitude: 5 });
    expect(suggestUnique(labels)).toBe('itemtext1');
    const sample = [[''], ['in_stock']];
    expect(suggestMapping(['State'], {}, sample)).toEqual({ item_state: 0 });
    expect(suggestMapping(['State'], {}, [['Victoria']])).toEqual({ state: 0 });
    expect(suggestMapping(['State', 'Item state'], {}, sample)).toEqual({ state: 0, item_state: 1 });
    expect(suggestUnique({ itemtext1_label: 'Model Number', itemtext2_label: 'Serial Number' })).toBe('itemtext2');
  });
});

describe('rows', () => {
  const plan: ImportPlan = {
    mapping: { itemtext1: 0, item_state: 1, retail_cost: 2, latitude: 3, longitude: 4 },
    defaults: { item_location: 'Shelf 1' },
    unique: null,
  };
  test('a good row is an item, with decimal commas and states in any case', () => {
    expect(readRow(['8944', 'in transit', '12,5', '51,5', '-0,12'], 5, plan)).toEqual({
      item: expect.objectContaining({
        itemtext1: '8944',
        item_state: 'In Transit',
        retail_cost: '12.5',
        latitude: 51.5,
        longitude: -0.12,
        item_location: 'Shelf 1',
      }),
    });
  });

  test('all faults of a row are told by field', () => {
    const read = readRow(['', 'Broken', 'free', '91', '', 'more'], 5, plan);
    expect('faults' in read ? read.faults.map(({ field }) => field) : []).toEqual(['row', 'item_state', 'retail_cost', 'latitude', 'itemtext1']);
    expect(readRow(['1', 'Assigned', '', '51', ''], 5, plan)).toEqual({
      faults: [expect.objectContaining({ field: 'item_state' }), expect.objectContaining({ field: 'longitude' })],
    });
  });

  test('what nobody sees is not taken for a value', () => {
    for (const odd of ['8944\u001d', '89\u200b44', '\u00078944'])
      expect(readRow([odd], 1, plan)).toEqual({ faults: [expect.objectContaining({ field: 'itemtext1' })] });
    expect(readRow(['two\r\nlines\tand a tab'], 1, plan)).toMatchObject({ item: { itemtext1: 'two\r\nlines\tand a tab' } });
  });

  test('one mistake is told once', () => {
    const fieldsOf = (cells: string[]): string[] => {
      const read = readRow(cells, 5, plan);
      return 'faults' in read ? read.faults.map(({ field }) => field) : [];
    };
    expect(fieldsOf(['1', '', '', '151.45', '-2.58'])).toEqual(['latitude']);
    expect(fieldsOf(['x'.repeat(1001), '', '', '', ''])).toEqual(['itemtext1']);
  });

  test('whatever the cells, a row is read or its faults are told', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 8 }), (cells) => {
        const read = readRow(cells, 5, plan);
        expect('item' in read || read.faults.length > 0).toBe(true);
      }),
    );
  });
});
