import { CsvError, type Info, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { Readable } from 'node:stream';
import { invalid } from '../../errors.ts';
import { readCell } from './csv-cell.ts';

/** Most rows one list may have. */
export const mostRows = 200_000;
/** Most columns one list may have. */
const mostColumns = 200;
/** Longest record, characters. */
const longestRecord = 1_000_000;
/** How much of a file is looked at to find out how it is separated, characters. */
const looked = 64 * 1024;
const delimiters = [',', ';', '\t', '|'] as const;

/** How a list is separated, what its columns are called, and its first rows. */
export interface ListHead {
  delimiter: string;
  header: string[];
  sample: string[][];
}

const options = { bom: true, relax_column_count: true, skip_empty_lines: false, trim: true, max_record_size: longestRecord } as const;

/** Finds out how a list is separated. Throws on the field `file` when it has no header or no rows. */
export function readHead(text: string): ListHead {
  const whole = text.length <= looked;
  const start = text.slice(0, looked);
  const tried = delimiters.flatMap((delimiter) => {
    const rows = tryRows(start, delimiter, whole);
    const [header] = rows;
    if (header === undefined) return [];
    const alike = rows.filter((row) => row.length === header.length).length / rows.length;
    return [{ delimiter, rows, score: (header.length > 1 ? 1 : 0) + alike, width: header.length }];
  });
  const [best] = tried.sort((a, b) => b.score - a.score || b.width - a.width);
  const header = best?.rows[0];
  if (best === undefined || header === undefined || header.every((name) => name === ''))
    throw invalid('file', 'The file has no header: its first line names the columns.');
  if (header.length > mostColumns) throw invalid('file', `The file has more than ${mostColumns} columns.`);
  const sample = best.rows.slice(1).filter((row) => row.some((cell) => cell !== ''));
  if (sample.length === 0) throw invalid('file', 'The file has no rows below its header.');
  return { delimiter: best.delimiter, header, sample: sample.slice(0, 5).map((row) => row.map(readCell)) };
}

function tryRows(start: string, delimiter: string, whole: boolean): string[][] {
  try {
    return parseSync(start, { ...options, delimiter, to: 50, relax_quotes: true }) as unknown as string[][];
  } catch {
    // A record cut at the end of what is looked at.
    return whole
      ? []
      : (parseSync(start.slice(0, start.lastIndexOf('\n') + 1), { ...options, delimiter, to: 50, relax_quotes: true }) as unknown as string[][]);
  }
}

/** A row of a list; `fileRow` counts as spreadsheets do, the header being 1. */
export interface ListRow {
  fileRow: number;
  cells: string[];
}

/** Reads the rows of a list as its text arrives, without the empty ones. Throws on the field `file` for broken quotes and too many rows. */
export async function* readRows(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<ListRow> {
  const parser = parse({ ...options, delimiter, info: true });
  const source = Readable.from(chunks);
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let fileRow = 0;
  let rows = 0;
  try {
    for await (const { record } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      fileRow += 1;
      if (fileRow === 1 || record.every((cell) => cell === '')) continue;
      rows += 1;
      if (rows > mostRows) throw invalid('file', `The file has more than ${mostRows} rows; split it.`);
      yield { fileRow, cells: record.map(readCell) };
    }
  } catch (error) {
    if (error instanceof CsvError) throw invalid('file', `The file cannot be read: ${error.message}.`);
    throw error;
  } finally {
    source.destroy();
  }
}
