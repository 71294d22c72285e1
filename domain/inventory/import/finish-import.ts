import type { EntityManager } from '@mikro-orm/postgresql';
import { precondition } from '../../errors.ts';
import { getImport } from './get-import.ts';
import { busyStatuses, tellProgress } from './import-progress.ts';
import type { ImportEnd, ImportJson, ImportMode } from './import-columns.ts';

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
    await demandUntouched(tx, importId);
    const removed = await tx.execute<object[]>('delete from inventory where import_id = ? returning inventory_id', [importId]);
    return removed.length;
  });
}

/** Throws `precondition` when somebody has changed, assigned or reserved an item of an import since. */
export async function demandUntouched(em: EntityManager, importId: number): Promise<void> {
  const [touched] = await em.execute<{ count: number; first: number | null }[]>(
    `select count(*)::int as count, min(inventory_id) as first from inventory
      where import_id = ? and (last_modified <> created or customer_id is not null or service_id is not null or reserved_provision_id is not null)`,
    [importId],
  );
  if (touched === undefined || touched.count === 0) return;
  const { count, first } = touched;
  const which = count === 1 ? `Item ${first} has` : `${count} items (the first is ${first}) have`;
  throw precondition(`${which} been changed since; an import can be undone only while its items are untouched.`);
}

/** Frees an import that was busy when its process was ended from outside, so that people may go on or undo it; false when it was not busy. */
export async function freeImport(em: EntityManager, { import_id: id, status }: ImportJson): Promise<boolean> {
  if (!busyStatuses.includes(status)) return false;
  await finishImport(em, id, 'import', { result: 'cancelled', reason: 'Its process had been ended from outside.' });
  return true;
}
