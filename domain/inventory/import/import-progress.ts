import type { EntityManager } from '@mikro-orm/postgresql';
import { appendLiveEvent } from '../../live/append-live-event.ts';
import { getImport } from './get-import.ts';
import type { ImportJson, ImportStatus } from './import-columns.ts';

/** Channel of one import. */
export const importChannel = (importId: number): string => `inventory-import:${importId}`;

/** States in which a worker is busy with an import. */
export const busyStatuses: readonly ImportStatus[] = ['checking', 'importing', 'undoing'];

/** Tells everybody who watches an import how far it is; part of the caller's transaction. An `end` event closes their streams. */
export async function tellProgress(em: EntityManager, importId: number): Promise<ImportJson> {
  const shown = await getImport(em, importId);
  await appendLiveEvent(em, importChannel(importId), 'progress', shown);
  if (!busyStatuses.includes(shown.status)) await appendLiveEvent(em, importChannel(importId), 'end', {});
  return shown;
}
