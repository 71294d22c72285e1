import { type Columns, recordJson, type RecordJson } from '../../record.ts';
import type { ImportPlan } from './import-row.ts';

export const importStatuses = ['uploaded', 'checking', 'checked', 'importing', 'imported', 'cancelled', 'failed', 'undoing', 'undone'] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** What is done with a list: its rows are checked, become items, or their items are taken out again. */
export type ImportMode = 'check' | 'import' | 'undo';

/** How that ended; the reason is for people. */
export type ImportEnd = { result: 'done' } | { result: 'cancelled' | 'failed'; reason: string };

/** What the contract shows of an import; `phase` says whether a cancelled or failed one was being checked or carried out. */
export const importColumns = {
  import_id: 'int',
  file_name: 'text',
  file_bytes: 'int',
  encoding: 'text',
  delimiter: 'text',
  status: importStatuses,
  phase: ['check', 'import'],
  inventory_template_id: 'int?',
  total_rows: 'int?',
  done_rows: 'int',
  good_rows: 'int',
  bad_rows: 'int',
  reason: 'text?',
  user_id: 'int?',
  user_label: 'text?',
  created: 'instant',
  last_modified: 'instant',
  finished_at: 'instant?',
} as const satisfies Columns;
export type ImportJson = RecordJson<typeof importColumns> & { header: string[]; plan: ImportPlan | null };

/** Shows an import as the contract has it. */
export function importJson(row: object): ImportJson {
  const { header, plan } = row as { header: string[]; plan: ImportPlan | null };
  return { ...recordJson(importColumns, row), header, plan };
}

/** What the contract shows of something wrong with a row; no field means the row as a whole. */
export const importErrorColumns = { file_row: 'int', field: 'text?', message: 'text' } as const satisfies Columns;

/** What a list itself calls the column that fills a field; null when none does. */
export function columnOf({ header, plan }: Pick<ImportJson, 'header' | 'plan'>, field: string | null): string | null {
  const column = Object.entries(plan?.mapping ?? {}).find(([key]) => key === field)?.[1];
  return column === undefined ? null : header[column] || `Column ${column + 1}`;
}
