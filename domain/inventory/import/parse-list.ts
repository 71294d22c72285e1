import { CsvError, type Info, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { Readable } from 'node:stream';
import { type DomainError, invalid } from '../../errors.ts';
import { readCell } from './csv-cell.ts';
import { listFault } from './list-fault.ts';

/** Most rows one list may have. */
export const mostRows = 200_000;
/** Most columns one list may have. */
const mostColumns = 200;
/** Longest record, characters. */
const longestRecord = 1_000_000;
/** How much of a file is looked at to find out how it is separated, characters. */
const looked = 64 * 1024;
/** How much of a cell is shown of the first rows, characters. */
const shownCell = 200;
/** How many rows are looked at. */
const mostFirstRows = 50;
const delimiters = [',', ';', '\t', '|'] as const;

/** How a list is separated, what its columns are called, and its first rows. */
export interface ListHead {
  delimiter: string;
  header: string[];
  sample: string[][];
}

const options = { bom: true, relax_column_count: true, skip_empty_lines: false, trim: true, max_record_size: longestRecord } as const;

/** Finds out how a list is separated. Throws on the field `file` when it has no header or no rows, or cannot be read. */
export function readHead(text: string): ListHead {
  const short = headOf(text, looked);
  const isCutShort = short.rows.length < 2 && text.length > looked;
  const { delimiter, rows, fault } = isCutShort ? headOf(text, longestRecord + looked) : short;
  const [header] = rows;
  if (fault !== undefined) throw fault;
  if (header === undefined || header.every((name) => name === '')) throw invalid('file', 'The file has no header: its first line names the columns.');
  if (header.length > mostColumns) throw invalid('file', `The file has more than ${mostColumns} columns.`);
  const sample = rows.slice(1).filter((row) => row.some((cell) => cell !== ''));
  if (sample.length === 0) throw invalid('file', 'The file has no rows below its header.');
  return { delimiter, header, sample: sampleOf(sample.map((row) => row.map(readCell))) };
}

/** The first rows as they are shown, long cells cut. */
export const sampleOf = (rows: readonly string[][]): string[][] => rows.slice(0, 5).map((row) => row.map((cell) => cell.slice(0, shownCell)));

interface Head {
  rows: string[][];
  fault?: DomainError;
}

/** The first rows by the delimiter that suits them best, read as strictly as all the rows will be. */
function headOf(text: string, most: number): Head & { delimiter: string } {
  const tried = delimiters.map((delimiter) => {
    const { rows } = firstRows(text, most, { delimiter, relax_quotes: true });
    const width = rows[0]?.length ?? 0;
    const alike = rows.filter((row) => row.length === width).length / Math.max(rows.length, 1);
    return { delimiter, score: (width > 1 ? 1 : 0) + alike, width };
  });
  const [{ delimiter } = { delimiter: ',' }] = tried.sort((a, b) => b.score - a.score || b.width - a.width);
  return { delimiter, ...firstRows(text, most, { delimiter }) };
}

/** The rows that can be read, and why no more of them can; one that is cut at the end of what is looked at is left out. */
function firstRows(text: string, most: number, how: { delimiter: string; relax_quotes?: boolean }): Head {
  const rows: string[][] = [];
  const keep = (row: string[]): null => {
    rows.push(row);
    return null;
  };
  const isCut = text.length > most;
  try {
    parseSync(text.slice(0, most), { ...options, ...how, to: mostFirstRows, on_record: keep });
    return { rows: isCut && rows.length < mostFirstRows ? rows.slice(0, -1) : rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return isCut && error.code === 'CSV_QUOTE_NOT_CLOSED' ? { rows } : { rows, fault: listFault(error) };
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
    if (error instanceof CsvError) throw listFault(error);
    throw error;
  } finally {
    source.destroy();
  }
}
