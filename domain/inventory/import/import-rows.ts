import type { EntityManager } from '@mikro-orm/postgresql';
import { precondition } from '../../errors.ts';
import type { Vault } from '../../settings/vault.ts';
import { InventoryTemplate, type InventoryTemplateEntity } from '../inventory-template.entity.ts';
import { Inventory } from '../inventory.entity.ts';
import { sealPassword } from '../item-password.ts';
import { getImport } from './get-import.ts';
import type { ImportJson } from './import-columns.ts';
import { tellProgress } from './import-progress.ts';
import { type Good, judgeRows, noteFaults, type StagedRow } from './judge-rows.ts';

/** Rows per transaction. */
export const rowsPerBatch = 250;

/** How far an import is. */
export interface BatchResult {
  doneRows: number;
  isFinished: boolean;
}

/**
 * Checks the next rows after `fromRow`, or makes their items, in one transaction together with the progress: a batch whose
 * answer was lost is known by the progress and not done again. Faulty rows are noted and left out.
 */
export async function processRows(em: EntityManager, importId: number, mode: 'check' | 'import', fromRow: number, vault: Vault): Promise<BatchResult> {
  return em.transactional(async (tx) => {
    const before = await getImport(tx, importId, true);
    if (before.status !== (mode === 'check' ? 'checking' : 'importing')) throw precondition(`Import ${importId} is ${before.status} by now.`);
    const total = before.total_rows ?? 0;
    if (before.done_rows !== fromRow) return { doneRows: before.done_rows, isFinished: before.done_rows >= total };
    const rows = await tx.execute<StagedRow[]>(
      'select ordinal, file_row, cells from inventory_import_line where import_id = ? and ordinal > ? order by ordinal limit ?',
      [importId, fromRow, rowsPerBatch],
    );
    const template = await templateOf(tx, before);
    if (mode === 'import') await takeTurns(tx, template);
    const { good, faults } = await judgeRows(tx, before, template, rows, vault);
    if (mode === 'import') await makeItems(tx, importId, template, good, vault);
    await noteFaults(tx, importId, faults);
    const bad = rows.length - good.length;
    await tx.execute(
      `update inventory_import set done_rows = done_rows + ?, good_rows = good_rows + ?, bad_rows = bad_rows + ?, last_modified = now() where import_id = ?`,
      [rows.length, good.length, bad, importId],
    );
    const after = await tellProgress(tx, importId);
    return { doneRows: after.done_rows, isFinished: after.done_rows >= total };
  });
}

async function templateOf(em: EntityManager, { import_id: id, inventory_template_id: templateId }: ImportJson): Promise<InventoryTemplateEntity> {
  const template = templateId === null ? null : await em.findOne(InventoryTemplate, { inventory_template_id: templateId });
  if (template === null) throw precondition(`The template of import ${id} is gone.`);
  return template;
}

/** Lets one import at a time look into a kind's stock and add to it: two at once would each find the same identifier new. */
const takeTurns = (em: EntityManager, { inventory_template_id: id }: InventoryTemplateEntity): Promise<unknown> =>
  em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`inventory import ${id}`]);

async function makeItems(em: EntityManager, importId: number, template: InventoryTemplateEntity, rows: Good[], vault: Vault): Promise<void> {
  if (rows.length === 0) return;
  // One instant for both: an item whose last change is its making has not been touched since.
  const now = new Date();
  const { inventory_template_id, item: name, wholesale_cost, retail_cost } = template;
  await em.insertMany(
    Inventory,
    rows.map(({ row, item }) => ({
      wholesale_cost,
      retail_cost,
      item_state: 'New' as const,
      ...(item as object),
      ...(item.management_password ? { management_password: sealPassword(vault, item.management_password) } : {}),
      inventory_template_id,
      item: name,
      import_id: importId,
      import_row: row.ordinal,
      created: now,
      last_modified: now,
    })) as never,
  );
}
