import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../context.ts';
import { located } from '../customers/plus-code.ts';
import { conflict, invalid, notFound, precondition } from '../errors.ts';
import { given } from '../given.ts';
import type { Principal } from '../identity/principal.ts';
import type { Vault } from '../settings/vault.ts';
import { actingAs } from './acting.ts';
import { findItem, showItem } from './get-item.ts';
import type { ItemJson } from './inventory-columns.ts';
import type { ItemFields } from './inventory-fields.ts';
import type { InventoryEntity } from './inventory.entity.ts';
import { type ItemOwner, nextOwner } from './item-owner.ts';
import { sealPassword } from './item-password.ts';
import { playOwns } from './item-scope.ts';
import { mayBecome, nextStates } from './item-states.ts';

/**
 * Changes what is given of an item. Giving it to somebody, taking it back and changing its state is, for a play, only
 * for what its job holds or works on; for people, only while no order holds it. Throws `precondition` when the state
 * cannot follow the present one.
 */
export async function updateItem(ctx: Ctx, inventoryId: number, input: ItemFields, vault: Vault): Promise<ItemJson> {
  return change(ctx, async (em) => {
    const item = await findItem(em, ctx.principal, inventoryId, true);
    const { customer_id, service_id, ...fields } = input;
    if (customer_id !== undefined || service_id !== undefined || fields.item_state !== undefined)
      await move(em, ctx.principal, item, { customer_id, service_id, item_state: fields.item_state });
    em.assign(item, { ...given({ ...fields, management_password: sealPassword(vault, fields.management_password) }), ...place(item, fields) });
    await actingAs(em, ctx);
    await em.flush();
    return showItem(em, ctx.principal, item, { vault });
  });
}

async function move(
  em: EntityManager,
  principal: Principal,
  item: InventoryEntity,
  input: Pick<ItemFields, 'customer_id' | 'service_id' | 'item_state'>,
): Promise<void> {
  const before: ItemOwner = { customer_id: item.customer_id ?? null, service_id: item.service_id ?? null };
  const owner = await nextOwner(em, principal, before, input);
  const state = input.item_state ?? item.item_state;
  const moves = owner.customer_id !== before.customer_id || owner.service_id !== before.service_id || state !== item.item_state;
  if (moves) await demandRight(em, principal, item);
  if (!mayBecome(item.item_state, state)) {
    const others = nextStates(item.item_state).filter((next) => next !== item.item_state);
    throw precondition(`An item that is ${item.item_state} cannot become ${state}; it can become ${others.join(', ')}.`, 'item_state');
  }
  if (state === 'Assigned' && owner.customer_id === null) throw invalid('customer_id', 'An assigned item has a customer.');
  em.assign(item, { ...owner, ...traces(item, owner, state, principal.play?.provisionId) });
}

async function demandRight(em: EntityManager, { play }: Principal, item: InventoryEntity): Promise<void> {
  const { inventory_id: id, reserved_provision_id: holder } = item;
  if (play === undefined && holder) throw conflict(`Provisioning job ${holder} holds this item; wait for it or cancel it.`);
  if (play !== undefined && !(await playOwns(em, play.provisionId, id))) throw notFound('Inventory item', id);
}

/** What an assignment or release leaves behind: when it was sold, and by which job, so that a roll-back finds everything the job took. */
function traces(item: InventoryEntity, owner: ItemOwner, state: string, provisionId: number | undefined): Partial<InventoryEntity> {
  if (owner.customer_id === null) {
    const taken = provisionId !== undefined && (item.reserved_provision_id === provisionId || item.assigned_provision_id === provisionId);
    return {
      sold_date: null,
      assigned_provision_id: taken ? provisionId : null,
      ...(item.reserved_provision_id === provisionId ? { reserved_provision_id: null } : {}),
    };
  }
  if (state !== 'Assigned') return {};
  return { sold_date: item.sold_date ?? new Date(), ...(provisionId === undefined ? {} : { assigned_provision_id: provisionId }) };
}

/** New coordinates give a new Plus Code unless one is given. */
function place(item: InventoryEntity, { latitude, longitude, plus_code }: ItemFields): { plus_code?: string | null } {
  if (latitude === undefined && longitude === undefined) return {};
  const found = located({
    latitude: latitude === undefined ? degrees(item.latitude) : latitude,
    longitude: longitude === undefined ? degrees(item.longitude) : longitude,
  });
  return plus_code === undefined ? { plus_code: found.plus_code } : {};
}

const degrees = (value: number | string | null | undefined): number | null => (value === null || value === undefined ? null : Number(value));
