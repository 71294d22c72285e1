import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { itemJson, type ItemJson, type ItemView } from './inventory-columns.ts';
import { Inventory, type InventoryEntity } from './inventory.entity.ts';
import { findTemplate } from './templates.ts';

/** One item of stock; throws `not_found` also for what is not the caller's. */
export async function getItem({ em, principal }: Ctx, inventoryId: number, view: ItemView = {}): Promise<ItemJson> {
  return showItem(em, principal, await findItem(em, principal, inventoryId), view);
}

/** The item itself, as long as it exists for the principal; `lock` holds it until the transaction ends. */
export async function findItem(em: EntityManager, principal: Principal, inventoryId: number, lock = false): Promise<InventoryEntity> {
  const item = await em.findOne(
    Inventory,
    { $and: [{ inventory_id: inventoryId }, scopeOf(principal)] },
    { populate: ['config_content'], ...(lock ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {}) },
  );
  if (item === null) throw notFound('Inventory item', inventoryId);
  return item;
}

/** Shows an item under its template's labels. */
export const showItem = async (em: EntityManager, principal: Principal, item: InventoryEntity, view: ItemView = {}): Promise<ItemJson> =>
  itemJson(principal, item, await findTemplate(em, item.inventory_template_id), view);

function scopeOf({ customerId, play }: Principal): object {
  if (customerId === null) return {};
  if (play === undefined) return { customer_id: customerId };
  return { $or: [{ customer_id: customerId }, { reserved_provision_id: play.provisionId }, { assigned_provision_id: play.provisionId }] };
}
