import type { EntityManager } from '@mikro-orm/postgresql';
import { createHash } from 'node:crypto';
import { precondition } from '../../errors.ts';
import type { Vault } from '../../settings/vault.ts';
import { InventoryTemplate, type InventoryTemplateEntity } from '../inventory-template.entity.ts';
import { Inventory } from '../inventory.entity.ts';
import type { ItemFields } from '../inventory-fields.ts';
import { sealPassword } from '../item-password.ts';
import { getImport } from './get-import.ts';
import type { ImportJson } from './import-columns.ts';
import { tellProgress } from './import-progress.ts';
import { type ImportPlan, readRow } from './import-row.ts';
import { knownValues } from './known-values.ts';

/** Rows per transaction. */
export const rowsPerBatch = 250;

/** How far an import is. */
export interface BatchResult {
  doneRows: number;
  isFinished: boolean;
}

interface StagedRow {
  ordinal: number;
  file_row: number;
  cells: string;
}
interface Fault {
  ordinal: number;
  fileRow: number;
  field: string;
  message: string;
}
type Good = { row: StagedRow; item: ItemFields & { itemtext1: string } };

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
    const { good, faults } = await judge(tx, before, template, rows, vault);
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

async function judge(
  em: EntityManager,
  { import_id: importId, plan, header }: ImportJson,
  template: InventoryTemplateEntity,
  rows: StagedRow[],
  vault: Vault,
): Promise<{ good: Good[]; faults: Fault[] }> {
  if (plan === null) throw precondition(`Import ${importId} has no plan.`);
  const faults: Fault[] = [];
  const readable: Good[] = [];
  for (const row of rows) {
    const read = readRow(JSON.parse(vault.open('inventory.import_row', row.cells)) as string[], header.length, plan);
    if ('item' in read) readable.push({ row, item: read.item });
    else faults.push(...read.faults.map((fault) => ({ ordinal: row.ordinal, fileRow: row.file_row, ...fault })));
  }
  const good = await withoutKnown(em, importId, plan, template, readable, faults);
  return { good, faults };
}

/** Leaves out rows whose identifier is in stock already or came earlier in the list. */
async function withoutKnown(
  em: EntityManager,
  importId: number,
  { unique }: ImportPlan,
  template: InventoryTemplateEntity,
  rows: Good[],
  faults: Fault[],
): Promise<Good[]> {
  if (unique === null) return rows;
  const hashed = rows.map((good) => ({
    good,
    value: good.item[unique] ?? '',
    hash: createHash('sha256')
      .update(good.item[unique] ?? '')
      .digest('hex'),
  }));
  const known = await knownValues(em, { importId, unique, item: template.item, values: hashed });
  const good: Good[] = [];
  for (const { good: candidate, value, hash } of hashed) {
    const where = value === '' ? 'is empty, and must name the item' : known.get(hash);
    if (where === undefined) {
      known.set(hash, `${value} came in row ${candidate.row.file_row} already`);
      good.push(candidate);
    } else faults.push({ ordinal: candidate.row.ordinal, fileRow: candidate.row.file_row, field: unique, message: where });
  }
  const kept = hashed.filter(({ good: candidate }) => good.includes(candidate));
  await em.execute(
    `update inventory_import_line r set unique_hash = n.hash from unnest(array[?]::int[], array[?]::text[]) n(ordinal, hash)
      where r.import_id = ? and r.ordinal = n.ordinal`,
    [kept.map(({ good: { row } }) => row.ordinal), kept.map(({ hash }) => hash), importId],
  );
  return good;
}

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

async function noteFaults(em: EntityManager, importId: number, faults: Fault[]): Promise<void> {
  if (faults.length === 0) return;
  await em.execute(
    `insert into inventory_import_error (import_id, ordinal, file_row, field, message)
     select ?, * from unnest(array[?]::int[], array[?]::int[], array[?]::text[], array[?]::text[])`,
    [importId, faults.map((f) => f.ordinal), faults.map((f) => f.fileRow), faults.map((f) => f.field), faults.map((f) => f.message)],
  );
}
