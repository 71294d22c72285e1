import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ZodError } from 'zod';
import { DomainError, type DomainErrorKind, type FieldFault } from '../domain/errors.ts';

const statusOf: Record<DomainErrorKind, ContentfulStatusCode> = {
  not_found: 404,
  conflict: 409,
  validation: 400,
  forbidden: 403,
  unauthorized: 401,
  precondition: 422,
  limit_exceeded: 429,
  unavailable: 503,
};

/** Codes of refusals that HTTP itself knows; all others are a `bad_request`. */
const httpCodes: Record<number, string> = { 413: 'too_large', 415: 'unsupported_media_type' };

/** Body of every error answer; `faults` lists all faulty fields when there are several. */
export interface ErrorBody {
  error: { code: string; message: string; field?: string; faults?: FieldFault[]; requestId: string };
}

/** Turns any thrown thing into the API's error answer; the only place that knows HTTP status codes of rules. */
export function errorResponse(error: unknown, c: Context, log: (error: unknown) => void): Response {
  const requestId = c.get('requestId') as string;
  const domain = asDomainError(error);
  if (domain !== undefined) {
    const { kind, message, field, faults } = domain;
    const body: ErrorBody = {
      error: { code: kind, message, ...(field === undefined ? {} : { field }), ...(faults.length > 0 ? { faults } : {}), requestId },
    };
    return c.json(body, statusOf[kind]);
  }
  if (error instanceof HTTPException) {
    return c.json(
      { error: { code: httpCodes[error.status] ?? 'bad_request', message: error.message || 'The request cannot be read.', requestId } },
      error.status,
    );
  }
  log(error);
  return c.json({ error: { code: 'internal', message: 'Something went wrong on our side; nothing was changed.', requestId } }, 500);
}

function asDomainError(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  return databaseFault(error);
}

/** What PostgreSQL's driver adds to an error, where it knows. */
type DatabaseError = Error & { code?: unknown; table?: unknown; column?: unknown; constraint?: unknown };

/** PostgreSQL's own refusals that are the caller's or the moment's fault, by SQLSTATE. */
function databaseFault(error: unknown): DomainError | undefined {
  const cause = innermost(error);
  const code = 'code' in cause ? String(cause.code) : '';
  if (code === '23505') return new DomainError('conflict', 'A record with the same unique value exists already.');
  if (code === '23503') return new DomainError('conflict', 'The record is used by, or refers to, another record.');
  if (code === '23514' || code === '23502') return forbiddenValue(cause);
  if (code === '22003' || code === '22001') return new DomainError('validation', 'A value is too large for its field.');
  // A NUL in a statement's own text cuts the protocol's message short (08P01).
  if (code === '22021' || code === '22P05' || (code === '08P01' && cause.message === 'invalid message format'))
    return new DomainError('validation', 'Text must not contain NUL characters.');
  if (code === '40P01' || code === '40001') return new DomainError('unavailable', 'Another change was made at the same moment; nothing was stored, try again.');
  const unreachable = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', '57P01', '57P02', '57P03', '53300', '53100', '08006', '08003', '08001'];
  if (unreachable.includes(code) || /Connection terminated|timeout exceeded when trying to connect/.test(cause.message)) {
    return new DomainError('unavailable', 'The database does not answer; try again in a moment.');
  }
  return undefined;
}

/** A value that a CHECK or NOT NULL refuses; the field is the column, which a CHECK's name holds as `<table>_<column>_check`. */
function forbiddenValue(cause: DatabaseError): DomainError {
  const [table, constraint] = [String(cause.table), String(cause.constraint)];
  const isNamed = constraint.startsWith(`${table}_`) && constraint.endsWith('_check');
  const column = typeof cause.column === 'string' ? cause.column : isNamed ? constraint.slice(table.length + 1, -'_check'.length) : '';
  if (column === '') return new DomainError('validation', 'The values do not fit together; nothing was stored.');
  return new DomainError('validation', `${column}: has a value that is not allowed.`, { field: column });
}

function innermost(error: unknown): DatabaseError {
  let current: unknown = error;
  while (current instanceof Error && current.cause instanceof Error) current = current.cause;
  return current instanceof Error ? current : new Error(String(current));
}

/** All faults of a request that does not fit its schema, as one `validation` error. */
export function validationError(error: ZodError): DomainError {
  const faults = error.issues.flatMap((issue): FieldFault[] => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ field: key, message: 'is not a known field' }));
    return [{ field: issue.path.join('.') || 'body', message: issue.message }];
  });
  const first = faults[0] ?? { field: 'body', message: 'is invalid' };
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return new DomainError('validation', `${first.field}: ${first.message}${more}`, { faults });
}
