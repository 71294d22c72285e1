import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import type { ApiEnv } from '../endpoint.ts';
import { currentTraceId } from './trace-request.ts';

/** One line per request: method, path without its query (it may hold names), status, duration in milliseconds. */
export function requestLog(log: Logger): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const started = performance.now();
    await next();
    const durationMs = Math.round((performance.now() - started) * 10) / 10;
    const traceId = currentTraceId();
    const trace = traceId === undefined ? {} : { traceId };
    log.info({ requestId: c.get('requestId'), ...trace, method: c.req.method, path: c.req.path, status: c.res.status, durationMs }, 'request');
  };
}
