import { z } from 'zod';

const listen = z.string().regex(/^[^\s/]+:\d+$/, 'must be host:port such as 127.0.0.1:9464');
const perMinute = z.coerce.number().int().min(0);

/** Where a process shows its metrics and sends its traces (ARC-7); what is left out is off. */
export const telemetrySection = z.strictObject({
  /** Prometheus metrics of the API or worker; each process needs its own, so the environment (METRICS_LISTEN) is the usual place. */
  metrics_listen: listen.optional(),
  /** Prometheus metrics of Temporal's SDK in a worker. */
  sdk_metrics_listen: listen.optional(),
  /** OpenTelemetry collector, OTLP over HTTP, without /v1/traces. */
  otlp_url: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL such as http://localhost:4318' })
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
});

/** Requests a minute that one caller may make of all copies of the API together (ARC-8); 0 sets no limit. */
export const rateLimitSection = z.strictObject({
  /** Each address that gave no credentials. */
  stranger_per_minute: perMinute.default(300),
  user_per_minute: perMinute.default(1200),
  /** Each API key and allow-listed address. */
  program_per_minute: perMinute.default(12_000),
});
