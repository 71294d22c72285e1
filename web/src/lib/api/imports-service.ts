import { readApiError } from './api-error.ts';
import type { Page } from './list.ts';
import { renewSession, request, type RequestContext } from './request.ts';

/** How a list becomes items. */
export interface ImportPlan {
  mapping: Record<string, number>;
  defaults: { item_state?: string; item_location?: string | null };
  /** Column whose value must be new to the stock. */
  unique: string | null;
}

/** A list of items on its way into stock. */
export interface InventoryImport {
  import_id: number;
  file_name: string;
  file_bytes: number;
  encoding: string;
  delimiter: string;
  status:
    'uploaded' | 'checking' | 'checked' | 'importing' | 'imported' | 'cancelled' | 'failed' | 'undoing' | 'undone';
  phase: 'check' | 'import';
  inventory_template_id: number | null;
  total_rows: number | null;
  done_rows: number;
  good_rows: number;
  bad_rows: number;
  reason: string | null;
  user_label: string | null;
  created: string;
  last_modified: string;
  finished_at: string | null;
  header: string[];
  plan: ImportPlan | null;
}

/** How a list would fill the items of a kind. */
export interface ImportSuggestion {
  inventory_template_id: number;
  item: string;
  mapping: Record<string, number>;
  unique: string | null;
}

/** First rows of a list, for who uploaded it, and what its columns may become. */
export interface ImportDraft {
  sample: string[][];
  suggestions: ImportSuggestion[];
}

export type UploadedImport = InventoryImport & ImportDraft;

/** Something wrong with a row; `file_row` counts as spreadsheets do, `column` is what the list itself calls it. */
export interface ImportError {
  file_row: number;
  field: string | null;
  column: string | null;
  message: string;
}

const base = '/crm/inventory/import';
const pathOf = (importId: number, rest = '') => `${base}/import_id/${importId}${rest}`;

/** Uploads a list. Throws `ApiError` 400 for what is no list and 413 for one that is too large. */
export async function uploadList(file: File, context: RequestContext = {}): Promise<UploadedImport> {
  const call = context.fetch ?? globalThis.fetch;
  const send = () =>
    call(`${base}?${new URLSearchParams({ file_name: file.name })}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'x-requested-with': 'linewright', accept: 'application/json' },
      body: file,
      credentials: 'same-origin',
    });
  let response = await send();
  if (response.status === 401 && (await renewSession(context.fetch))) response = await send();
  if (!response.ok) throw await readApiError(response);
  return (await response.json()) as UploadedImport;
}

/** Lists the imports, newest first. */
export const listImports = (page: number, context: RequestContext = {}) =>
  request<Page<InventoryImport>>('GET', base, { ...context, query: { page, per_page: 20 } });

/** Returns one import. Throws `ApiError` 404. */
export const getImport = (importId: number, context: RequestContext = {}) =>
  request<InventoryImport>('GET', pathOf(importId), context);

/** Returns what an upload was answered with, once more. */
export const getImportDraft = (importId: number, context: RequestContext = {}) =>
  request<ImportDraft>('GET', pathOf(importId, '/draft'), context);

/** Has every row checked; nothing is taken in. */
export const checkImport = (importId: number, plan: ImportPlan & { inventory_template_id: number }) =>
  request<InventoryImport>('POST', pathOf(importId, '/check'), { body: plan });

/** Takes the good rows into stock or goes on doing so, stops, or takes everything out again. */
export const workOnImport = (importId: number, action: 'run' | 'cancel' | 'undo') =>
  request<InventoryImport>('POST', pathOf(importId, `/${action}`), { body: undefined });

/** Lists what is wrong with the rows. */
export const listImportErrors = (importId: number, page: number, context: RequestContext = {}) =>
  request<Page<ImportError>>('GET', pathOf(importId, '/errors'), { ...context, query: { page, per_page: 20 } });

/** Where the faulty rows can be downloaded, and where progress is told. */
export const errorsAddress = (importId: number): string => pathOf(importId, '/errors.csv');
export const importStreamAddress = (importId: number): string => pathOf(importId, '/stream');
