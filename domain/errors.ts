/** Kinds of refusal a rule can give; `api/errors.ts` alone turns them into HTTP. */
export type DomainErrorKind = 'not_found' | 'conflict' | 'validation' | 'forbidden' | 'unauthorized' | 'precondition' | 'limit_exceeded' | 'unavailable';

/** One fault of one field of a request, in words a person can act on. */
export interface FieldFault {
  field: string;
  message: string;
}

/** A refusal by a business rule; `field` names the request's key at fault where there is one. */
export class DomainError extends Error {
  readonly kind: DomainErrorKind;
  readonly field: string | undefined;
  readonly faults: FieldFault[];

  constructor(kind: DomainErrorKind, message: string, options: { field?: string; faults?: FieldFault[]; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'DomainError';
    this.kind = kind;
    this.field = options.field ?? options.faults?.[0]?.field;
    this.faults = options.faults ?? [];
  }
}

/** The record does not exist, or belongs to somebody else: both answer alike so that ids cannot be probed. */
export const notFound = (what: string, id?: number | string): DomainError =>
  new DomainError('not_found', id === undefined ? `${what} not found.` : `${what} ${id} not found.`);

/** The request collides with the present state (taken, duplicate, already running). */
export const conflict = (message: string, field?: string): DomainError => new DomainError('conflict', message, field === undefined ? {} : { field });

/** A value is wrong; says which field, what was wrong and what would be right. */
export const invalid = (field: string, message: string): DomainError => new DomainError('validation', message, { field });

/** The caller is known but may not do this. */
export const forbidden = (message = 'You do not have permission to do this.'): DomainError => new DomainError('forbidden', message);

/** The caller is not known, or its token is no longer good. */
export const unauthorized = (message = 'Sign in to continue.'): DomainError => new DomainError('unauthorized', message);

/** The record is not in a state that allows this. */
export const precondition = (message: string, field?: string): DomainError => new DomainError('precondition', message, field === undefined ? {} : { field });

/** A part this needs does not answer; nothing was stored. */
export const unavailable = (message: string, cause?: unknown): DomainError => new DomainError('unavailable', message, { cause });
