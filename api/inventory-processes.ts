import type { Client } from '@temporalio/client';
import { type ImportInput, importWorkflowId, importWorkflowType } from '../workflows/inventory/import.contract.ts';
import { stockWatchTimes, stockWatchWorkflowId, stockWatchWorkflowType } from '../workflows/inventory/stock-watch.contract.ts';

/** Processes of the stock. */
export interface InventoryProcesses {
  /** Has a list of items checked, taken into stock or taken out again; throws `conflict` while a worker is busy with it. */
  startImport(input: ImportInput): Promise<void>;
  /** Asks the worker that is busy with a list to stop; throws `precondition` when none is. */
  cancelImport(importId: number): Promise<void>;
  /** Has the stock watched from now on, however often it is asked. */
  watchStock(): Promise<void>;
}

/** Starts and stops processes of the stock; `call` limits how long that may take and names what kept Temporal from being reached. */
export const inventoryProcesses = (client: Client, taskQueue: string, call: (work: () => Promise<void>) => Promise<void>): InventoryProcesses => ({
  startImport: (input) =>
    call(async () => {
      await client.workflow.start(importWorkflowType, {
        workflowId: importWorkflowId(input.importId),
        taskQueue,
        args: [input],
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: `Inventory list ${input.importId}: ${input.mode}`,
      });
    }),
  cancelImport: (importId) => call(async () => void (await client.workflow.getHandle(importWorkflowId(importId)).cancel())),
  watchStock: () =>
    call(async () => {
      await client.workflow.start(stockWatchWorkflowType, {
        workflowId: stockWatchWorkflowId,
        taskQueue,
        args: [],
        cronSchedule: stockWatchTimes,
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: 'Looks for stock that runs low',
      });
    }),
});
