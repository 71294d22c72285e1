import type { EntityManager } from '@mikro-orm/postgresql';
import type { ItemTextKey } from '../inventory-rules.ts';

interface Sought {
  importId: number;
  unique: ItemTextKey;
  /** Template's name. */
  item: string;
  values: readonly { value: string; hash: string }[];
}

/** Which of these identifiers are in stock, or came earlier in the list; by hash, with where they are in words. */
export async function knownValues(em: EntityManager, { importId, unique, item, values }: Sought): Promise<Map<string, string>> {
  const known = new Map<string, string>();
  const byValue = new Map(values.map(({ value, hash }) => [value, hash]));
  const stocked = await em.execute<{ value: string; inventory_id: number }[]>(
    `select ${unique} as value, min(inventory_id) as inventory_id from inventory where item = ? and ${unique} = any(array[?]::text[]) group by 1`,
    [item, [...byValue.keys()]],
  );
  const earlier = await em.execute<{ unique_hash: string; file_row: number }[]>(
    'select unique_hash, min(file_row) as file_row from inventory_import_line where import_id = ? and unique_hash = any(array[?]::text[]) group by 1',
    [importId, values.map(({ hash }) => hash)],
  );
  for (const { value, inventory_id: id } of stocked) known.set(byValue.get(value) ?? '', `${value} is in stock already, as item ${id}`);
  const byHash = new Map(values.map(({ value, hash }) => [hash, value]));
  for (const { unique_hash: hash, file_row: row } of earlier) known.set(hash, `${byHash.get(hash) ?? ''} came in row ${row} already`);
  return known;
}
