import type { EntityManager } from '@mikro-orm/postgresql';
import { invalid, precondition } from '../../errors.ts';
import { findTemplate } from '../templates.ts';
import { demandUntouched } from './finish-import.ts';
import { getImport } from './get-import.ts';
import type { ImportJson, ImportMode, ImportStatus } from './import-columns.ts';
import { importFields } from './import-fields.ts';
import { tellProgress } from './import-progress.ts';
import type { ImportPlan, ImportStart } from './import-row.ts';

const running: Record<ImportMode, ImportStatus> = { check: 'checking', import: 'importing', undo: 'undoing' };
const allowed: Record<ImportMode, readonly ImportStatus[]> = {
  check: ['uploaded', 'checked', 'cancelled', 'failed', 'checking'],
  import: ['checked', 'cancelled', 'failed', 'importing'],
  undo: ['imported', 'cancelled', 'failed', 'undoing'],
};

/** Throws `precondition` when this cannot be done with an import as it is. */
function demandMode({ import_id: id, status, phase, plan }: ImportJson, mode: ImportMode): void {
  const begun = phase === 'import' && status !== 'checked';
  if (!allowed[mode].includes(status)) throw precondition(`Import ${id} is ${status}; ${sayAllowed[mode]}`);
  if (mode === 'check' && begun) throw precondition(`Import ${id} has begun to make items; resume or undo it.`);
  if (mode !== 'check' && plan === null) throw precondition(`Import ${id} has not been checked yet.`);
  if (mode === 'undo' && !begun && status !== 'imported' && status !== 'undoing') throw precondition(`Import ${id} has made no items.`);
  if (mode === 'import' && !begun && status !== 'checked' && status !== 'importing') throw precondition(`Check import ${id} to its end first.`);
}

const sayAllowed: Record<ImportMode, string> = {
  check: 'it cannot be checked.',
  import: 'only what has been checked, or was interrupted, can be carried out.',
  undo: 'only what has made items can be undone.',
};

/** Throws by field when a plan does not fit its list and template. */
async function demandPlan(em: EntityManager, { header }: ImportJson, templateId: number, plan: ImportPlan): Promise<void> {
  await findTemplate(em, templateId);
  const columns = Object.entries(plan.mapping);
  for (const [field, column] of columns) {
    if (!importFields.some((name) => name === field)) throw invalid('mapping', `There is no field “${field}”.`);
    if (!Number.isInteger(column) || column < 0 || column >= header.length) throw invalid('mapping', `The list has no column ${column} for ${field}.`);
  }
  if (plan.mapping.itemtext1 === undefined) throw invalid('mapping', 'Say which column fills the first label.');
  if (plan.unique !== null && plan.mapping[plan.unique] === undefined) throw invalid('unique', 'The column that must be new is not among the chosen ones.');
  if (plan.defaults.item_state === 'Assigned') throw invalid('defaults', 'An assigned item has a customer; items are taken in unassigned.');
}

/** Says at once what the work on an import would refuse, which decides itself; answers the import. Throws `precondition`, or by field for a plan. */
export async function demandImport(em: EntityManager, importId: number, mode: ImportMode, start: ImportStart | null): Promise<ImportJson> {
  const found = await getImport(em, importId);
  demandMode(found, mode);
  if (start !== null) await demandPlan(em, found, start.templateId, start.plan);
  if (mode === 'undo') await demandUntouched(em, importId);
  return found;
}

/**
 * Marks an import as being worked on and answers where to go on: an interrupted one continues after its last row.
 * Repeating it changes nothing. Throws `precondition` when its state does not allow this.
 */
export async function beginImport(
  em: EntityManager,
  importId: number,
  mode: ImportMode,
  start: ImportStart | null,
): Promise<{ doneRows: number; isStaged: boolean }> {
  return em.transactional(async (tx) => {
    const before = await getImport(tx, importId, true);
    demandMode(before, mode);
    if (before.status === running[mode]) return { doneRows: before.done_rows, isStaged: before.total_rows !== null };
    const goesOn = mode === 'import' && before.phase === 'import' && before.status !== 'checked';
    if (start !== null) {
      await demandPlan(tx, before, start.templateId, start.plan);
      await tx.execute('update inventory_import set inventory_template_id = ?, plan = ?::jsonb where import_id = ?', [
        start.templateId,
        JSON.stringify(start.plan),
        importId,
      ]);
    }
    if (mode !== 'undo' && !goesOn) {
      await tx.execute('delete from inventory_import_error where import_id = ?', [importId]);
      await tx.execute('update inventory_import_line set unique_hash = null where import_id = ? and unique_hash is not null', [importId]);
      await tx.execute('update inventory_import set done_rows = 0, good_rows = 0, bad_rows = 0 where import_id = ?', [importId]);
    }
    await tx.execute('update inventory_import set status = ?, phase = ?, reason = null, finished_at = null, last_modified = now() where import_id = ?', [
      running[mode],
      mode === 'check' ? 'check' : 'import',
      importId,
    ]);
    const after = await tellProgress(tx, importId);
    return { doneRows: after.done_rows, isStaged: after.total_rows !== null };
  });
}
