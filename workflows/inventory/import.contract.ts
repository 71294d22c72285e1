import type { BeginImportInput } from '../../activities/inventory/contract.ts';

/** Workflow id of an import: only one thing is done with it at a time. */
export const importWorkflowId = (importId: number): string => `inventory-import-${importId}`;

/** Name of the workflow function, for starting it without loading its code. */
export const importWorkflowType = 'inventoryImportWorkflow';

/** What is done with an uploaded list, and in whose name. */
export type ImportInput = BeginImportInput;

export interface ImportResult {
  doneRows: number;
}
