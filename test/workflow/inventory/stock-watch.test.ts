import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StockActivities } from '../../../activities/inventory/contract.ts';
import { workflowBundle } from '../../../worker/bundle.ts';
import { stockWatchWorkflowType } from '../../../workflows/inventory/stock-watch.contract.ts';
import { bundleFolder } from '../../support/bundle-folder.ts';
import { startTestServer } from '../support.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTestServer();
});
afterAll(() => env?.teardown());

/** Runs `work` with a worker whose look at the stock is `reportLowStock`. */
async function watching<T>(
  reportLowStock: StockActivities['reportLowStock'],
  work: (start: { taskQueue: string; workflowId: string }) => Promise<T>,
): Promise<T> {
  const taskQueue = `test-${randomUUID()}`;
  const worker = await Worker.create({
    connection: env.nativeConnection,
    namespace: env.namespace,
    taskQueue,
    workflowBundle: await workflowBundle(bundleFolder),
    activities: { reportLowStock },
  });
  return worker.runUntil(() => work({ taskQueue, workflowId: `stock-watch-${randomUUID()}` }));
}

it('looks again when a look fails, and says how many mails went out', async () => {
  let looks = 0;
  const reportLowStock = async (): Promise<{ mails: number }> => {
    looks += 1;
    if (looks < 4) throw new Error('the mail provider is away');
    return { mails: 1 };
  };
  const result = await watching(reportLowStock, (start) => env.client.workflow.execute(stockWatchWorkflowType, { ...start, args: [] }));
  expect([result, looks]).toEqual([{ mails: 1 }, 4]);
});

it('gives up a look whose mail is refused, and leaves the rest to the next one', async () => {
  let looks = 0;
  const reportLowStock = async (): Promise<{ mails: number }> => {
    looks += 1;
    throw ApplicationFailure.nonRetryable('the address is refused', 'rejected');
  };
  const failed = watching(reportLowStock, (start) => env.client.workflow.execute(stockWatchWorkflowType, { ...start, args: [] }));
  await expect(failed).rejects.toThrow();
  expect(looks).toBe(1);
});
