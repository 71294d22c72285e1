import type { MiddlewareHandler } from 'hono';
import type { Logger } from 'pino';
import type { ApiEnv } from '../endpoint.ts';
import { currentTraceId } from './trace-request.ts';
import { whoAsked } from './who-asked.ts';

/** One line per request: who asked, method, path without its query (it may hold names), status, duration in milliseconds. */
export function requestLog(log: Logger): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const started = performance.now();
    await next();
    const durationMs = Math.round((performance.now() - started) * 10) / 10;
    const traceId = currentTraceId();
    const trace = traceId === undefined ? {} : { traceId };
    const line = { requestId: c.get('requestId'), ...trace, ...whoAsked(c), method: c.req.method, path: c.req.path, status: c.res.status, durationMs };
    log.info(line, 'request');
  };
}
