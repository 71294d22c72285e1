import type { ImportEnd, ImportMode } from '../../domain/inventory/import/import-columns.ts';
import type { ImportPlan, ImportStart } from '../../domain/inventory/import/import-row.ts';

export type { ImportEnd, ImportMode, ImportPlan };

/** What every step of an import is called with; ids only, for histories are read by people with other rights. */
export interface ImportStepInput {
  importId: number;
  mode: ImportMode;
  userId: number | null;
  userLabel: string;
}

export interface BeginImportInput extends ImportStepInput {
  /** How the list becomes items; null keeps what it was checked with. */
  start: ImportStart | null;
}

export interface BeginImportResult {
  doneRows: number;
  isStaged: boolean;
}

export interface ProcessRowsInput extends ImportStepInput {
  mode: 'check' | 'import';
  fromRow: number;
}

export interface ProcessRowsResult {
  doneRows: number;
  isFinished: boolean;
}

/** Steps of an import; each may be repeated. */
export interface ImportActivities {
  beginImport(input: BeginImportInput): Promise<BeginImportResult>;
  stageImportRows(input: ImportStepInput): Promise<void>;
  processImportRows(input: ProcessRowsInput): Promise<ProcessRowsResult>;
  undoImport(input: ImportStepInput): Promise<void>;
  finishImport(input: ImportStepInput & { end: ImportEnd }): Promise<void>;
}

/** Mails who looks after stock what has run low; answers how many mails were sent. */
export interface StockActivities {
  reportLowStock(): Promise<{ mails: number }>;
}

export type InventoryActivities = ImportActivities & StockActivities;
