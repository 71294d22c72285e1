import type { EntityManager } from '@mikro-orm/postgresql';
import { conflict, invalid } from '../errors.ts';
import { availableStates } from '../inventory/inventory-rules.ts';
import type { StockChoice } from './order-payload.ts';

/** An item that a job holds, and the state it was in before. */
export interface HeldItem {
  item: string;
  inventory_id: number;
  item_state: string;
}

/** What makes an item free for an order (chapter 21), as SQL. */
export const isFree = `customer_id is null and service_id is null and reserved_provision_id is null and item_state in (${availableStates.map((state) => `'${state}'`).join(', ')})`;

/**
 * Reserves an order's stock inside the caller's transaction: all of it, or a `conflict` that names the template.
 * Two orders never get the same item: a chosen one is locked by the update, a drawn one skips locked rows.
 */
export async function reserveStock(em: EntityManager, provisionId: number, choices: readonly StockChoice[]): Promise<HeldItem[]> {
  const held: HeldItem[] = [];
  // Chosen items in one order for everybody, so that two orders for the same items cannot block each other for ever.
  for (const choice of choices.filter(({ inventoryId }) => inventoryId !== null).toSorted((one, other) => (one.inventoryId ?? 0) - (other.inventoryId ?? 0))) {
    held.push((await reserveChosen(em, provisionId, choice)) ?? (await refuse(em, choice)));
  }
  for (const choice of choices.filter(({ inventoryId }) => inventoryId === null)) {
    held.push((await reserveAny(em, provisionId, choice)) ?? (await refuse(em, choice)));
  }
  return held;
}

async function reserveChosen(em: EntityManager, provisionId: number, { item, inventoryId }: StockChoice): Promise<HeldItem | undefined> {
  const [row] = await em.execute<HeldItem[]>(
    `update inventory set reserved_provision_id = ?, last_modified = now() where inventory_id = ? and item = ? and ${isFree} returning item, inventory_id, item_state`,
    [provisionId, inventoryId, item],
  );
  return row;
}

async function reserveAny(em: EntityManager, provisionId: number, { item }: StockChoice): Promise<HeldItem | undefined> {
  const [row] = await em.execute<HeldItem[]>(
    `update inventory set reserved_provision_id = ?, last_modified = now()
      where inventory_id = (select inventory_id from inventory where item = ? and ${isFree} order by inventory_id limit 1 for update skip locked)
      returning item, inventory_id, item_state`,
    [provisionId, item],
  );
  return row;
}

async function refuse(em: EntityManager, { item, inventoryId }: StockChoice): Promise<never> {
  if (inventoryId === null) throw conflict(`No ${item} is available.`, item);
  const [row] = await em.execute<{ item: string; item_state: string; taken: boolean }[]>(
    'select item, item_state, (customer_id is not null or service_id is not null or reserved_provision_id is not null) as taken from inventory where inventory_id = ?',
    [inventoryId],
  );
  if (row === undefined) throw invalid(item, `There is no item ${inventoryId}.`);
  if (row.item !== item) throw invalid(item, `Item ${inventoryId} is a ${row.item}, not a ${item}.`);
  throw conflict(row.taken ? `${item} ${inventoryId} is taken.` : `${item} ${inventoryId} is ${row.item_state} and cannot be ordered.`, item);
}
