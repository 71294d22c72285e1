import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import type { Logger } from 'pino';

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Sends what Temporal's SDK and workflows log through the worker's own log. */
export const temporalLogger = (log: Logger): DefaultLogger =>
  new DefaultLogger('WARN', ({ level, message, meta }: LogEntry) => {
    const { error, ...rest } = meta ?? {};
    log[levels[level]]({ ...rest, ...(error === undefined ? {} : { err: error }) }, message);
  });
