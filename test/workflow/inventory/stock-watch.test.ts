import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StockActivities } from '../../../activities/inventory/contract.ts';
import { stockWatchWorkflowType } from '../../../workflows/inventory/stock-watch.contract.ts';
import { startTestServer, withWorker } from '../support.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTestServer();
});
afterAll(() => env?.teardown());

/** Watches the stock once with `reportLowStock` as the look at it. */
const watched = (reportLowStock: StockActivities['reportLowStock']): Promise<unknown> =>
  withWorker(env, { reportLowStock }, (taskQueue) =>
    env.client.workflow.execute(stockWatchWorkflowType, { taskQueue, workflowId: `stock-watch-${randomUUID()}`, args: [] }),
  );

it('looks again when a look fails, and says how many mails went out', async () => {
  let looks = 0;
  const reportLowStock = async (): Promise<{ mails: number }> => {
    looks += 1;
    if (looks < 4) throw new Error('the mail provider is away');
    return { mails: 1 };
  };
  expect([await watched(reportLowStock), looks]).toEqual([{ mails: 1 }, 4]);
});

it('gives up a look whose mail is refused, and leaves the rest to the next one', async () => {
  let looks = 0;
  const reportLowStock = async (): Promise<{ mails: number }> => {
    looks += 1;
    throw ApplicationFailure.nonRetryable('the address is refused', 'rejected');
  };
  await expect(watched(reportLowStock)).rejects.toThrow();
  expect(looks).toBe(1);
});
