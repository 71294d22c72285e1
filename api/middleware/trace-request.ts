import { type Attributes, context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ApiEnv } from '../endpoint.ts';
import { type WhoAsked, whoAsked } from './who-asked.ts';

const tracer = trace.getTracer('linewright-api');

/**
 * Makes each request a span, within the caller's trace where it sent one (W3C `traceparent`); workflows started meanwhile
 * go on in it. Costs nothing while no collector is set.
 */
export function traceRequest(): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const parent = propagation.extract(context.active(), Object.fromEntries(c.req.raw.headers));
    await tracer.startActiveSpan(`${c.req.method}`, { kind: SpanKind.SERVER }, parent, async (span) => {
      try {
        await next();
      } finally {
        const route = routePath(c, -1);
        span.updateName(`${c.req.method} ${route}`);
        span.setAttributes({
          'http.request.method': c.req.method,
          'http.route': route,
          'http.response.status_code': c.res.status,
          'linewright.request_id': c.get('requestId'),
          ...attributesOf(whoAsked(c)),
        });
        if (c.res.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      }
    });
  };
}

/** Attributes of the person and of who acted for them; a span without `linewright.impersonator_id` is the person's own. */
function attributesOf({ caller, userId, impersonatorId, apiKeyId, provisionId }: Partial<WhoAsked> = {}): Attributes {
  return {
    'linewright.caller': caller,
    'user.id': userId?.toString(),
    'linewright.impersonator_id': impersonatorId?.toString(),
    'linewright.api_key_id': apiKeyId?.toString(),
    'linewright.provision_id': provisionId?.toString(),
  };
}

/** Id of the trace the current request belongs to, to find it by; undefined while nothing is traced. */
export function currentTraceId(): string | undefined {
  const spanContext = trace.getActiveSpan()?.spanContext();
  return spanContext !== undefined && trace.isSpanContextValid(spanContext) ? spanContext.traceId : undefined;
}
