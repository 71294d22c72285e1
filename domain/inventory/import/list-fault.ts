import type { CsvError } from 'csv-parse';
import { type DomainError, invalid } from '../../errors.ts';

/** What makes the file of a list unreadable, on the field `file`: in which row, counted as spreadsheets do, and how to mend it. */
export function listFault(fault: CsvError): DomainError {
  const row = `row ${Number(fault['records']) + 1}`;
  const column = `column ${Number(fault['index']) + 1}`;
  return invalid('file', `The file cannot be read: ${words[fault.code]?.(row, column) ?? `${row}: ${fault.message}`}.`);
}

const words: Partial<Record<string, (row: string, column: string) => string>> = {
  CSV_QUOTE_NOT_CLOSED: (row) => `a quotation mark in ${row} is never closed`,
  CSV_MAX_RECORD_SIZE: (row) => `${row} is longer than a million characters; perhaps a quotation mark is never closed`,
  INVALID_OPENING_QUOTE: (row, column) =>
    `a quotation mark stands in the middle of a cell in ${row}, ${column}; put the whole cell in quotation marks and write the inner one twice`,
  CSV_INVALID_CLOSING_QUOTE: (row, column) => `text follows the closing quotation mark in ${row}, ${column}; an inner quotation mark is written twice`,
};
