import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../context.ts';
import { located } from '../customers/plus-code.ts';
import { DomainError, invalid } from '../errors.ts';
import { given } from '../given.ts';
import type { Vault } from '../settings/vault.ts';
import { actingAs } from './acting.ts';
import { itemJson, type ItemJson } from './inventory-columns.ts';
import type { ItemFields } from './inventory-fields.ts';
import { InventoryTemplate, type InventoryTemplateEntity } from './inventory-template.entity.ts';
import { Inventory } from './inventory.entity.ts';
import { nextOwner } from './item-owner.ts';
import { sealPassword } from './item-password.ts';

/** A new item; its kind is named by the template's name or number. */
export type CreateItemInput = ItemFields & { item?: string | undefined; inventory_template_id?: number | null | undefined; itemtext1: string };

/** Takes an item into stock; costs come from its template unless given. Throws by field when the kind does not exist or the owner does not fit. */
export async function createItem(ctx: Ctx, input: CreateItemInput, vault: Vault): Promise<ItemJson> {
  const { item: name, inventory_template_id, customer_id, service_id, ...fields } = input;
  return change(ctx, async (em) => {
    await actingAs(em, ctx);
    const template = await templateOf(em, name, inventory_template_id);
    const owner = await nextOwner(em, ctx.principal, { customer_id: null, service_id: null }, { customer_id, service_id });
    if (fields.item_state === 'Assigned' && owner.customer_id === null) throw invalid('customer_id', 'An assigned item has a customer.');
    const { plus_code } = located(fields);
    const item = em.create(Inventory, {
      wholesale_cost: template.wholesale_cost,
      retail_cost: template.retail_cost,
      ...given({ ...fields, management_password: sealPassword(vault, fields.management_password) }),
      ...owner,
      plus_code: fields.plus_code ?? plus_code,
      inventory_template_id: template.inventory_template_id,
      item: template.item,
      sold_date: fields.sold_date ?? (fields.item_state === 'Assigned' ? new Date() : null),
    });
    await em.flush();
    return itemJson(ctx.principal, item, template, { vault });
  });
}

async function templateOf(em: EntityManager, name: string | undefined, id: number | null | undefined): Promise<InventoryTemplateEntity> {
  if (name === undefined && !id) throw invalid('item', 'Give the kind of item by its template’s name.');
  const template = await em.findOne(InventoryTemplate, id ? { inventory_template_id: id } : { item: name ?? '' });
  if (template === null) {
    const field = id ? 'inventory_template_id' : 'item';
    throw new DomainError('not_found', `There is no inventory template ${id || `“${name}”`}.`, { field });
  }
  if (name !== undefined && name !== template.item) throw invalid('item', `Template ${id} is called “${template.item}”.`);
  return template;
}
