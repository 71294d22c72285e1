import type { EntityManager } from '@mikro-orm/postgresql';
import { conflict, DomainError } from '../errors.ts';

/** One thing that an order takes from stock; `item` is the template's name and names the field in errors. */
export interface StockChoice {
  item: string;
  inventory_id: number;
}

/** Condition for an item that anybody may order (chapter 30); the partial index `inventory_available` is made for it. */
export const available = (alias: string): string =>
  `${alias}.customer_id is null and ${alias}.service_id is null and ${alias}.reserved_provision_id is null and ${alias}.item_state in ('New', 'In Stock')`;

/**
 * Holds the chosen items for an order, all or none: of any number of orders for one item exactly one gets it (INV-4).
 * Repeating it for the same order changes nothing. Run it in the transaction that makes the order; throws `conflict`
 * naming the item as field, which is for the caller to let roll back.
 */
export async function reserveItems(em: EntityManager, provisionId: number, choices: readonly StockChoice[]): Promise<void> {
  // Always in the order of ids, so that two orders for the same two items wait for each other instead of dead-locking.
  for (const choice of [...choices].sort((a, b) => a.inventory_id - b.inventory_id)) {
    const [held] = await em.execute<object[]>(
      `update inventory i set reserved_provision_id = ?, assigned_provision_id = null, last_modified = now()
        where i.inventory_id = ? and i.item = ? and (i.reserved_provision_id = ? or (${available('i')}))
        returning i.inventory_id`,
      [provisionId, choice.inventory_id, choice.item, provisionId],
    );
    if (held === undefined) throw await refusal(em, choice);
  }
}

/** Says at once, to whoever is still choosing, what reserving an item, or any of its kind when none is named, would refuse; reserving itself decides. */
export async function demandAvailable(em: EntityManager, item: string, inventoryId: number | null): Promise<void> {
  const [found] = await em.execute<object[]>(
    `select from inventory i where i.item = ? and ${available('i')} ${inventoryId === null ? '' : 'and i.inventory_id = ?'} limit 1`,
    inventoryId === null ? [item] : [item, inventoryId],
  );
  if (found === undefined) throw inventoryId === null ? noneLeft(item) : await refusal(em, { item, inventory_id: inventoryId });
}

const noneLeft = (item: string): DomainError => conflict(`No ${item} is available.`, item);

async function refusal(em: EntityManager, { item, inventory_id }: StockChoice): Promise<DomainError> {
  const [found] = await em.execute<{ item: string; item_state: string }[]>('select item, item_state from inventory where inventory_id = ?', [inventory_id]);
  if (found === undefined) return new DomainError('not_found', `There is no item ${inventory_id} in stock.`, { field: item });
  if (found.item !== item) return new DomainError('validation', `Item ${inventory_id} is a ${found.item}, not a ${item}.`, { field: item });
  return conflict(`${item} ${inventory_id} is not available any more; choose another.`, item);
}

/**
 * Holds any available item of a kind for an order and answers its inventory_id; repeated for the same order it answers the
 * same one. Orders that draw at once never wait for one another. Throws `conflict` when none is left.
 */
export async function reserveFromPool(em: EntityManager, provisionId: number, item: string): Promise<number> {
  const [held] = await em.execute<{ inventory_id: number }[]>(
    'select inventory_id from inventory where reserved_provision_id = ? and item = ? order by inventory_id limit 1',
    [provisionId, item],
  );
  if (held !== undefined) return held.inventory_id;
  const [drawn] = await em.execute<{ inventory_id: number }[]>(
    `update inventory set reserved_provision_id = ?, assigned_provision_id = null, last_modified = now()
      where inventory_id = (
        select i.inventory_id from inventory i where i.item = ? and ${available('i')}
         order by i.inventory_id limit 1 for update skip locked)
      returning inventory_id`,
    [provisionId, item],
  );
  if (drawn === undefined) throw noneLeft(item);
  return drawn.inventory_id;
}

/** Ends what an order still holds, whether it succeeded or not; answers how many items that were. Harmless when repeated. */
export async function releaseReserved(em: EntityManager, provisionId: number): Promise<number> {
  const released = await em.execute<object[]>(
    'update inventory set reserved_provision_id = null, last_modified = now() where reserved_provision_id = ? returning inventory_id',
    [provisionId],
  );
  return released.length;
}

/**
 * Puts back into stock what a failed order had assigned, also when its play had given it back as `Used`; answers how
 * many items that were. What the play found damaged or lost stays so, what another order holds by now is not touched.
 */
export async function releaseAssigned(em: EntityManager, provisionId: number): Promise<number> {
  const released = await em.execute<object[]>(
    `update inventory
        set customer_id = null, service_id = null, sold_date = null, assigned_provision_id = null, last_modified = now(),
            item_state = case when item_state in ('Assigned', 'Used') then 'In Stock' else item_state end
      where assigned_provision_id = ? and (reserved_provision_id is null or reserved_provision_id = ?)
      returning inventory_id`,
    [provisionId, provisionId],
  );
  return released.length;
}
