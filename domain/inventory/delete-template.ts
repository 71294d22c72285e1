import { type Ctx, change } from '../context.ts';
import { conflict } from '../errors.ts';
import { templateJson, type TemplateJson } from './inventory-columns.ts';
import { findTemplate } from './templates.ts';

/** Removes a kind of stock and answers what it was; throws `conflict` while there are items of it. */
export async function deleteTemplate(ctx: Ctx, templateId: number): Promise<TemplateJson> {
  return change(ctx, async (em) => {
    const template = await findTemplate(em, templateId);
    const [item] = await em.execute<object[]>('select from inventory where inventory_template_id = ? limit 1', [templateId]);
    if (item !== undefined) throw conflict(`There are items of “${template.item}” in stock.`);
    const shown = templateJson(ctx.principal, template);
    await em.remove(template).flush();
    return shown;
  });
}
