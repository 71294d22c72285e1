import type { Tone } from '#lib/design/badge.svelte';
import type { InventoryImport } from '#lib/api/imports-service.ts';

type Status = InventoryImport['status'];

const words: Record<Status, { label: string; tone: Tone }> = {
  uploaded: { label: 'Uploaded', tone: 'neutral' },
  checking: { label: 'Checking', tone: 'info' },
  checked: { label: 'Checked', tone: 'brand' },
  importing: { label: 'Importing', tone: 'info' },
  imported: { label: 'Imported', tone: 'success' },
  cancelled: { label: 'Stopped', tone: 'warning' },
  failed: { label: 'Failed', tone: 'danger' },
  undoing: { label: 'Undoing', tone: 'info' },
  undone: { label: 'Undone', tone: 'neutral' },
};

/** An import's state in a word, and its colour. */
export const importState = (status: Status): { label: string; tone: Tone } => words[status];

/** True while a worker is at it. */
export const isBusy = ({ status }: Pick<InventoryImport, 'status'>): boolean =>
  status === 'checking' || status === 'importing' || status === 'undoing';

/** True when it was interrupted while it made items, so that it can go on or be undone. */
export const isInterrupted = ({ status, phase }: Pick<InventoryImport, 'status' | 'phase'>): boolean =>
  phase === 'import' && (status === 'cancelled' || status === 'failed');

/** True when its rows could not even be counted, because the file cannot be read. */
export const isUnread = ({ status, total_rows: total }: Pick<InventoryImport, 'status' | 'total_rows'>): boolean =>
  status === 'failed' && total === null;

/** Part of the rows that is done, 0 to 1; null while they are still being counted. */
export const doneShare = ({ total_rows: total, done_rows: done }: InventoryImport): number | null =>
  total === null ? null : total === 0 ? 1 : done / total;

const delimiters: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };

/** How a file is written, e.g. “UTF-8, separated by semicolon”. */
export const fileFacts = ({ encoding, delimiter }: Pick<InventoryImport, 'encoding' | 'delimiter'>): string =>
  `${encoding.toUpperCase().replace('WINDOWS', 'Windows')}, separated by ${delimiters[delimiter] ?? delimiter}`;

/** Colour of an import's progress: only what stands in stock, or may go there, is a success. */
export const progressTone = (data: Pick<InventoryImport, 'status'>): 'danger' | 'brand' | 'neutral' | 'success' =>
  data.status === 'failed' ? 'danger' : isBusy(data) ? 'brand' : data.status === 'undone' ? 'neutral' : 'success';

/** What an import's good rows are by now. */
export const goodLabel = ({ phase, status }: Pick<InventoryImport, 'phase' | 'status'>): string =>
  status === 'undone' ? 'Taken out again' : phase === 'import' ? 'Taken in' : 'Good';
