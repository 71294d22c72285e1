/**
 * What spreadsheets take for a formula when a cell begins with it (OWASP, CSV injection), also behind apostrophes, for an
 * apostrophe of the text's own must survive the way out and back.
 */
const dangerous = /^'*[=+\-@\t\r\n]/;
const plainNumber = /^-?\d+(\.\d+)?$/;

/** A text as a cell that no spreadsheet runs: a formula's first character gets an apostrophe before it. Numbers stay numbers. */
export const safeCell = (text: string): string => (dangerous.test(text) && !plainNumber.test(text) ? `'${text}` : text);

/** The text a cell stands for: takes off the apostrophe that `safeCell` put on. */
export const readCell = (cell: string): string => (cell.startsWith("'") && dangerous.test(cell) ? cell.slice(1) : cell);
