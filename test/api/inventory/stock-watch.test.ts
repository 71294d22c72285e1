import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { connectTemporal, type Temporal } from '../../../api/temporal.ts';
import { stockWatchWorkflowId, stockWatchWorkflowType } from '../../../workflows/inventory/stock-watch.contract.ts';
import '../../support/provided.ts';

let temporal: Temporal;
let connection: Connection;
beforeAll(async () => {
  const address = inject('temporalAddress');
  // No worker asks this queue: the watch stands in Temporal and never begins.
  temporal = connectTemporal({ address, namespace: 'default', task_queue: 'stock-watch-test', ui_url: 'http://temporal.example', tls: false });
  connection = await Connection.connect({ address });
});
const watch = () => new Client({ connection }).workflow.getHandle(stockWatchWorkflowId);
afterAll(async () => {
  await watch().terminate('the test is over');
  await Promise.all([temporal.close(), connection.close()]);
});

test('the stock is watched every five minutes, once however many APIs ask for it', async () => {
  await temporal.watchStock();
  const first = await watch().describe();
  expect(first).toMatchObject({ type: stockWatchWorkflowType, status: { name: 'RUNNING' } });
  await Promise.all([temporal.watchStock(), temporal.watchStock()]);
  expect((await watch().describe()).runId).toBe(first.runId);
  const { history } = await connection.workflowService.getWorkflowExecutionHistory({
    namespace: 'default',
    execution: { workflowId: stockWatchWorkflowId, runId: first.runId },
  });
  expect(history?.events?.[0]?.workflowExecutionStartedEventAttributes?.cronSchedule).toBe('*/5 * * * *');
});
