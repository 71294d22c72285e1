import { type Ctx, change } from '../context.ts';
import { conflict } from '../errors.ts';
import { actingAs } from './acting.ts';
import { findItem, showItem } from './get-item.ts';
import type { ItemJson } from './inventory-columns.ts';

/** Removes an item and answers what it was; throws `conflict` while somebody has it or an order holds it. */
export async function deleteItem(ctx: Ctx, inventoryId: number): Promise<ItemJson> {
  return change(ctx, async (em) => {
    const item = await findItem(em, ctx.principal, inventoryId, true);
    if (item.reserved_provision_id) throw conflict(`Provisioning job ${item.reserved_provision_id} holds this item.`);
    if (item.customer_id || item.service_id) throw conflict('A customer has this item; take it back first.');
    const shown = await showItem(em, ctx.principal, item);
    await actingAs(em, ctx);
    await em.remove(item).flush();
    return shown;
  });
}
