import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { trace } from '@opentelemetry/api';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import { WorkflowClient } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTracing } from '../../activities/adapters/telemetry/tracing.ts';
import { bundleFolder } from '../support/bundle-folder.ts';
import { workflowBundle } from '../../worker/bundle.ts';
import { traceActivity, workflowSpans } from '../../worker/watching.ts';
import { playTaskQueue } from '../../workflows/provisioning/provision.contract.ts';
import { jobInput, mockedJob, startTestServer } from './support.ts';

interface Span {
  traceId: string;
  name: string;
}
interface Export {
  resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
}

/** An OpenTelemetry collector that keeps what it is sent. */
async function startCollector(): Promise<{ url: string; spans: Span[]; close(): void }> {
  const spans: Span[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      spans.push(...(body as Export).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, close: () => server.close() };
}

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTestServer();
});
afterAll(() => env?.teardown());

describe('traces', () => {
  it('join a request, its workflow and its activities', async () => {
    const collector = await startCollector();
    const tracing = startTracing('test', collector.url)!;
    const client = new WorkflowClient({ connection: env.connection, interceptors: [new OpenTelemetryWorkflowClientInterceptor()] });
    const { runPlay, ...steps } = mockedJob().activities;
    const common = { connection: env.nativeConnection, interceptors: { activity: [traceActivity] } };
    const bundle = await workflowBundle(bundleFolder, { traced: true });
    const main = await Worker.create({ ...common, taskQueue: 'traced', workflowBundle: bundle, sinks: workflowSpans(tracing), activities: steps });
    const plays = await Worker.create({ ...common, taskQueue: playTaskQueue('traced'), activities: { runPlay } });
    const requestTrace = await main.runUntil(() =>
      plays.runUntil(() =>
        trace.getTracer('test').startActiveSpan('PUT /crm/provision', async (span) => {
          await client.execute('provisionWorkflow', { workflowId: 'traced-job', taskQueue: 'traced', args: [jobInput()] }).catch(() => undefined);
          span.end();
          return span.spanContext().traceId;
        }),
      ),
    );
    await tracing.close();
    collector.close();
    const names = collector.spans.filter(({ traceId }) => traceId === requestTrace).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['PUT /crm/provision', 'StartWorkflow:provisionWorkflow', 'RunWorkflow:provisionWorkflow', 'RunActivity:runPlay']),
    );
  });
});
