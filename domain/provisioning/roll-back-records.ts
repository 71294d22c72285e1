import type { EntityManager } from '@mikro-orm/postgresql';
import { releaseAssigned, releaseReserved } from '../inventory/reserve-stock.ts';

/** What was removed, for the job view. */
export interface RemovedRecords {
  services: number;
  transactions: number;
}

/**
 * Voids the charges and deletes the services that a failed job's play made, in one transaction. A charge that is on an
 * invoice already stays, for issued invoices never change. May be repeated.
 */
export async function removeMadeRecords(em: EntityManager, provisionId: number): Promise<RemovedRecords> {
  return em.transactional(async (tx) => {
    const transactions = await tx.execute<object[]>(
      'update customer_transaction set void = true, last_modified = now() where provision_id = ? and not void and invoice_id is null returning transaction_id',
      [provisionId],
    );
    // The job may point to a service it made; one it was ordered for belongs to another job and stays.
    await tx.execute(
      'update provision set service_id = null where provision_id = ? and service_id in (select service_id from service where provision_id = ?)',
      [provisionId, provisionId],
    );
    const services = await tx.execute<object[]>('delete from service where provision_id = ? returning service_id', [provisionId]);
    return { services: services.length, transactions: transactions.length };
  });
}

/** An item and the state it was in before the job. */
export interface FormerState {
  inventoryId: number;
  itemState: string;
}

/**
 * Gives a failed job's stock back: what it reserved is again in the state it was in before; what the play drew by itself is
 * in stock; what turned out damaged or lost stays so. Never takes an item from somebody who has got it since. May be
 * repeated; returns how many items were given back.
 */
export async function releaseStock(em: EntityManager, provisionId: number, former: readonly FormerState[]): Promise<number> {
  return em.transactional(async (tx) => {
    const held = await stockOf(tx, provisionId);
    await releaseAssigned(tx, provisionId);
    await releaseReserved(tx, provisionId);
    for (const { inventoryId, itemState } of former.filter((item) => held.includes(item.inventoryId))) {
      await tx.execute(
        "update inventory set item_state = ?, last_modified = now() where inventory_id = ? and item_state in ('New', 'In Stock', 'Assigned', 'Used')",
        [itemState, inventoryId],
      );
    }
    return held.length;
  });
}

/** Items that this job still holds, or that carry its number. */
export async function stockOf(em: EntityManager, provisionId: number): Promise<number[]> {
  const rows = await em.execute<{ inventory_id: number }[]>(
    'select inventory_id from inventory where ? in (reserved_provision_id, assigned_provision_id) order by inventory_id',
    [provisionId],
  );
  return rows.map(({ inventory_id }) => inventory_id);
}
