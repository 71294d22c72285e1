import type { Context } from '@temporalio/activity';
import {
  makeWorkflowExporter,
  OpenTelemetryActivityInboundInterceptor,
  OpenTelemetryActivityOutboundInterceptor,
  type OpenTelemetrySinks,
} from '@temporalio/interceptors-opentelemetry';
import type { ActivityInterceptors, InjectedSinks, RuntimeOptions } from '@temporalio/worker';
import type { Tracing } from '../activities/adapters/telemetry/tracing.ts';

/** Makes each attempt of an activity a span of the workflow that asked for it. */
export const traceActivity = (context: Context): ActivityInterceptors => ({
  inbound: new OpenTelemetryActivityInboundInterceptor(context),
  outbound: new OpenTelemetryActivityOutboundInterceptor(context),
});

/** Takes the spans that workflows make out of their isolate and sends them with the others. */
export const workflowSpans = ({ processor, resource }: Tracing): InjectedSinks<OpenTelemetrySinks> => ({
  exporter: makeWorkflowExporter(processor, resource),
});

/** Lets Temporal's SDK show its own metrics (task queues, caches, latencies) in Prometheus form at host:port. */
export const sdkMetrics = (listen: string | undefined): Pick<RuntimeOptions, 'telemetryOptions'> =>
  listen === undefined ? {} : { telemetryOptions: { metrics: { prometheus: { bindAddress: listen } } } };
