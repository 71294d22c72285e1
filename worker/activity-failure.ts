import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { CompleteAsyncError } from '@temporalio/activity';
import { DomainError } from '../domain/errors.ts';
import { redactText } from '../domain/provisioning/redact.ts';

/**
 * What an activity's error becomes in the workflow's history, which people with other rights read: the rule that refused,
 * or the bare kind of fault. Statements with their values, stack traces and tokens stay in the worker's log.
 */
export function asActivityFailure(error: unknown): unknown {
  if (error instanceof TemporalFailure || error instanceof CompleteAsyncError) return withoutTrace(error);
  if (error instanceof DomainError) {
    const details = { field: error.field, faults: error.faults };
    const options = { message: error.message, type: error.kind, details: [details], nonRetryable: error.kind !== 'unavailable' };
    return withoutTrace(ApplicationFailure.create(options));
  }
  return withoutTrace(ApplicationFailure.retryable(messageOf(error), error instanceof Error ? error.name : 'Error'));
}

/** A failure in words that may be shown. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Unknown error';
  const code = codeOf(error);
  // Messages of the database repeat the statement and its values.
  if (error.name.endsWith('Exception') || /^[0-9A-Z]{5}$/.test(code)) return `The database refused or did not answer (${code || error.name}).`;
  return redactText(error.message).slice(0, 500);
}

function codeOf(error: Error): string {
  let current: unknown = error;
  while (current instanceof Error) {
    if ('code' in current && typeof current.code === 'string') return current.code;
    current = current.cause;
  }
  return '';
}

function withoutTrace<E extends Error>(error: E): E {
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
