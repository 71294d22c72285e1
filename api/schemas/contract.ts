import { z } from '@hono/zod-openapi';
import { parseFilters } from './filters.ts';

/*
 * Building blocks of request schemas. Playbooks written for the original send numbers, booleans and empty values
 * as strings ("customer_id": "{{ customer_id }}"), so every block reads both spellings.
 */

const int32 = 2_147_483_647;
const noNul = (value: string): boolean => !value.includes('\u0000');
/** None in the spellings of forms, JSON and Jinja: "", "null" and "None" become null; anything else stays. */
export const blankToNull = (value: unknown): unknown => (typeof value === 'string' && ['', 'null', 'none'].includes(value.trim().toLowerCase()) ? null : value);
const numeric = (value: unknown): unknown => (typeof value === 'string' && /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value) ? Number(value) : value);

/** As digits: whoever looks through addresses for a record's number must not miss 0x1f or 3.1e1. */
const whole = (value: unknown): unknown => (typeof value === 'string' && /^\s*[+-]?\d+(\.0*)?\s*$/.test(value) ? Number(value) : value);

/** Identifier in a path or body: 123 or "123". */
export const id = () =>
  z
    .preprocess(whole, z.number('must be a number').int('must be a whole number').min(1, 'must be 1 or more').max(int32, 'is out of range'))
    .openapi({ type: 'integer' });

/** Identifier that may be absent: null, "" and "None" mean none. */
export const optionalId = () => z.preprocess(blankToNull, id().nullable()).openapi({ type: ['integer', 'null'] });

/** Whole number in either spelling. */
export const wholeNumber = (min = 0, max = int32) =>
  z.preprocess(whole, z.number('must be a number').int('must be a whole number').min(min).max(max)).openapi({ type: 'integer' });

/** Degrees or another real number in either spelling; absent when blank. */
export const optionalReal = (min: number, max: number) =>
  z
    .preprocess(
      (value) => numeric(blankToNull(value)),
      z.number('must be a number').min(min, `must be at least ${min}`).max(max, `must be at most ${max}`).nullable(),
    )
    .openapi({ type: ['number', 'null'] });

/** Degrees north of the equator, WGS 84, in either spelling. */
export const latitude = () => degrees(90);

/** Degrees east of Greenwich, WGS 84, in either spelling. */
export const longitude = () => degrees(180);

const degrees = (most: number) =>
  z.preprocess(numeric, z.number('must be a number').min(-most, `must be at least ${-most}`).max(most, `must be at most ${most}`)).openapi({ type: 'number' });

/** Amount in the operator's currency with at most two decimals, kept as an exact decimal string. */
export const amount = () =>
  z
    .preprocess(
      (value) => (typeof value === 'number' ? decimalText(value) : typeof value === 'string' ? decimalText(Number(value.trim() || 'x')) : value),
      z.string('must be a number').regex(/^-?\d{1,12}(\.\d{1,2})?$/, 'must be an amount with at most two decimals'),
    )
    .openapi({ type: 'number' });

/** Percentage from 0 to 100 with at most four decimals, kept as an exact decimal string. */
export const percent = () =>
  z
    .preprocess(
      (value) => (typeof value === 'number' ? String(value) : value),
      z
        .string('must be a number')
        .regex(/^\d{1,3}(\.\d{1,4})?$/, 'must be a percentage such as 12.5')
        .refine((value) => Number(value) <= 100, 'must be at most 100'),
    )
    .openapi({ type: 'number' });

/** Binary floating-point noise of Jinja arithmetic (14.990000000000002) is rounded away; real third decimals stay and are refused. */
function decimalText(value: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  const rounded = Math.round(value * 100) / 100;
  return Math.abs(rounded - value) < 1e-9 ? rounded.toFixed(2) : String(value);
}

/** true/false in JSON's, Python's or Ansible's spelling. */
export const flag = () =>
  z
    .preprocess((value) => {
      if (value === 1 || (typeof value === 'string' && ['true', 'yes', '1', 'on'].includes(value.toLowerCase()))) return true;
      if (value === 0 || (typeof value === 'string' && ['false', 'no', '0', 'off'].includes(value.toLowerCase()))) return false;
      return value;
    }, z.boolean('must be true or false'))
    .openapi({ type: 'boolean' });

/** ISO 8601 instant; `date +%Y-%m-%dT%H:%M:%S%z` (offset without a colon) and a plain date (UTC midnight) are read too. */
export const instant = () =>
  z
    .preprocess((value) => {
      if (typeof value !== 'string') return value;
      const date = new Date(value.trim().replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
      return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || !namesRealDay(value) ? value : date;
    }, z.date('must be a date and time such as 2025-01-31T12:00:00Z'))
    .openapi({ type: 'string', format: 'date-time' });

/** JavaScript takes 31 February for 3 March. */
function namesRealDay(value: string): boolean {
  const [year, month, day] = (/^\s*(\d{4})-(\d{2})-(\d{2})/.exec(value) ?? []).slice(1).map(Number);
  return year === undefined || month === undefined || day === undefined || new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

/** Instant that may be absent. */
export const optionalInstant = () => z.preprocess(blankToNull, instant().nullable()).openapi({ type: ['string', 'null'], format: 'date-time' });

/** One line or more of text, trimmed; numbers are read as text. */
export const text = (max: number, min = 0) =>
  z
    .preprocess(
      (value) => (typeof value === 'number' ? String(value) : value),
      z
        .string('must be text')
        .trim()
        .min(min, min === 1 ? 'must not be empty' : `must have at least ${min} characters`)
        .max(max, `must have at most ${max} characters`)
        .refine(noNul, 'must not contain NUL characters'),
    )
    .openapi({ type: 'string', maxLength: max });

/** Text that may be absent; "" is stored as none. */
export const optionalText = (max: number) =>
  z.preprocess((value) => (value === '' ? null : value), text(max).nullable()).openapi({ type: ['string', 'null'], maxLength: max });

/** Query parameters every list takes (chapter 18): page, per_page, sort, order, search and filters as a JSON object of arrays. */
export const listQuery = z.object({
  page: wholeNumber(1, 10_000_000).default(1),
  per_page: wholeNumber(1, 200).default(20),
  sort: z.string().max(64).optional(),
  order: z.enum(['asc', 'desc']).default('desc'),
  search: z
    .string()
    .max(200, 'must have at most 200 characters')
    .refine(noNul, 'must not contain NUL characters')
    .optional()
    .transform((value) => value?.trim() || undefined),
  filters: z
    .string()
    .max(4000)
    .optional()
    .transform((value, check) => parseFilters(value, check))
    .openapi({ type: 'string', example: '{"provisioning_status":[2]}' }),
});

/** Answer of a list. */
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.object({
    data: z.array(row),
    pagination: z.object({ current_page: z.number(), per_page: z.number(), total_pages: z.number(), total_items: z.number() }),
  });
