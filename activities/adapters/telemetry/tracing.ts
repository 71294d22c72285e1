import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node';

/** Where a process's spans go; Temporal's interceptors send those of workflows there as well. */
export interface Tracing {
  processor: SpanProcessor;
  resource: Resource;
  /** Sends what is still held back. */
  close(): Promise<void>;
}

/**
 * Collects this process's spans and sends them to an OpenTelemetry collector (OTLP over HTTP, base address such as
 * http://localhost:4318); without an address nothing is collected. A collector that is down costs spans, nothing else.
 */
export function startTracing(service: string, otlpUrl: string | undefined): Tracing | undefined {
  if (otlpUrl === undefined) return undefined;
  const resource = new Resource({ 'service.namespace': 'linewright', 'service.name': service });
  const processor = new BatchSpanProcessor(new OTLPTraceExporter({ url: `${otlpUrl}/v1/traces` }));
  const provider = new NodeTracerProvider({ resource, spanProcessors: [processor] });
  provider.register();
  return { processor, resource, close: () => provider.shutdown().catch(() => undefined) };
}
