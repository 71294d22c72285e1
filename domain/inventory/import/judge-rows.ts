import type { EntityManager } from '@mikro-orm/postgresql';
import { createHash } from 'node:crypto';
import { precondition } from '../../errors.ts';
import type { Vault } from '../../settings/vault.ts';
import type { InventoryTemplateEntity } from '../inventory-template.entity.ts';
import type { ItemFields } from '../inventory-fields.ts';
import type { ImportJson } from './import-columns.ts';
import { type ImportPlan, readRow } from './import-row.ts';
import { knownValues } from './known-values.ts';

/** A row of a list as it waits, its cells sealed. */
export interface StagedRow {
  ordinal: number;
  file_row: number;
  cells: string;
}

/** Something wrong with a row. */
export interface Fault {
  ordinal: number;
  fileRow: number;
  field: string;
  message: string;
}

/** A row that makes an item. */
export type Good = { row: StagedRow; item: ItemFields & { itemtext1: string } };

/** Tells the rows that make items from the faulty ones. Throws `precondition` for an import without a plan. */
export async function judgeRows(
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

/** Writes down what is wrong with the rows of a batch. */
export async function noteFaults(em: EntityManager, importId: number, faults: Fault[]): Promise<void> {
  if (faults.length === 0) return;
  await em.execute(
    `insert into inventory_import_error (import_id, ordinal, file_row, field, message)
     select ?, * from unnest(array[?]::int[], array[?]::int[], array[?]::text[], array[?]::text[])`,
    [importId, faults.map((f) => f.ordinal), faults.map((f) => f.fileRow), faults.map((f) => f.field), faults.map((f) => f.message)],
  );
}
