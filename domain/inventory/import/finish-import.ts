import type { EntityManager } from '@mikro-orm/postgresql';
import { precondition } from '../../errors.ts';
import { getImport } from './get-import.ts';
import { busyStatuses, tellProgress } from './import-progress.ts';
import type { ImportEnd, ImportMode } from './import-columns.ts';

const ended: Record<ImportMode, 'checked' | 'imported' | 'undone'> = { check: 'checked', import: 'imported', undo: 'undone' };

/** Writes down how the work on an import ended; harmless when repeated. Rows that became items are forgotten, for they may hold secrets. */
export async function finishImport(em: EntityManager, importId: number, mode: ImportMode, end: ImportEnd): Promise<void> {
  await em.transactional(async (tx) => {
    const before = await getImport(tx, importId, true);
    if (!busyStatuses.includes(before.status)) return;
    await tx.execute('update inventory_import set status = ?, reason = ?, finished_at = now(), last_modified = now() where import_id = ?', [
      end.result === 'done' ? ended[mode] : end.result,
      end.result === 'done' ? null : end.reason,
      importId,
    ]);
    if (end.result === 'done' && mode !== 'check') await forgetRows(tx, importId);
    await tellProgress(tx, importId);
  });
}

const forgetRows = (em: EntityManager, importId: number): Promise<unknown> =>
  em.execute(
    `delete from inventory_import_line r where r.import_id = ?
        and not exists (select from inventory_import_error e where e.import_id = r.import_id and e.ordinal = r.ordinal)`,
    [importId],
  );

/** Takes everything an import made out of stock again, all or nothing; throws `precondition` when an item has been touched since. Answers how many items that were. */
export async function undoImport(em: EntityManager, importId: number): Promise<number> {
  return em.transactional(async (tx) => {
    const before = await getImport(tx, importId, true);
    if (before.status !== 'undoing') throw precondition(`Import ${importId} is ${before.status} by now.`);
    await tx.execute('select inventory_id from inventory where import_id = ? order by inventory_id for update', [importId]);
    const touched = await touchedItems(tx, importId);
    if (touched.count > 0) throw precondition(touchedMessage(touched));
    const removed = await tx.execute<object[]>('delete from inventory where import_id = ? returning inventory_id', [importId]);
    return removed.length;
  });
}

/** Items of an import that somebody has changed, assigned or reserved since. */
export async function touchedItems(em: EntityManager, importId: number): Promise<{ count: number; first: number | null }> {
  const [row] = await em.execute<{ count: number; first: number | null }[]>(
    `select count(*)::int as count, min(inventory_id) as first from inventory
      where import_id = ? and (last_modified <> created or customer_id is not null or service_id is not null or reserved_provision_id is not null)`,
    [importId],
  );
  return row ?? { count: 0, first: null };
}

/** Why an import cannot be undone, in words. */
export const touchedMessage = ({ count, first }: { count: number; first: number | null }): string =>
  `${count === 1 ? `Item ${first} has` : `${count} items (the first is ${first}) have`} been changed since; an import can be undone only while its items are untouched.`;
