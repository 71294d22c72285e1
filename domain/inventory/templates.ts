import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { conflict, notFound } from '../errors.ts';
import { templateJson, type TemplateJson } from './inventory-columns.ts';
import { InventoryTemplate, type InventoryTemplateEntity } from './inventory-template.entity.ts';

/** All kinds of stock, by name. */
export async function listTemplates({ em, principal }: Ctx): Promise<TemplateJson[]> {
  const templates = await em.find(InventoryTemplate, {}, { orderBy: { item: 'asc' } });
  return templates.map((template) => templateJson(principal, template));
}

/** One kind of stock. */
export const getTemplate = async ({ em, principal }: Ctx, templateId: number): Promise<TemplateJson> =>
  templateJson(principal, await findTemplate(em, templateId));

/** The template itself; throws `not_found`. */
export async function findTemplate(em: EntityManager, templateId: number): Promise<InventoryTemplateEntity> {
  const template = await em.findOne(InventoryTemplate, { inventory_template_id: templateId });
  if (template === null) throw notFound('Inventory template', templateId);
  return template;
}

/** Throws `conflict` when another template has the name; names are case-sensitive, because products list them (chapter 07). */
export async function demandFreeName(em: EntityManager, item: string, except?: number): Promise<void> {
  const holder = await em.findOne(InventoryTemplate, { item }, { fields: ['inventory_template_id'] });
  if (holder !== null && holder.inventory_template_id !== except) throw conflict(`There is a template called “${item}” already.`, 'item');
}
