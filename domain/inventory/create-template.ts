import { type Ctx, change } from '../context.ts';
import { given } from '../given.ts';
import { templateJson, type TemplateJson } from './inventory-columns.ts';
import type { TemplateFields } from './inventory-fields.ts';
import { InventoryTemplate } from './inventory-template.entity.ts';
import { demandFreeName } from './templates.ts';

/** Adds a kind of stock (INV-1); throws `conflict` when its name is taken. */
export async function createTemplate(ctx: Ctx, input: TemplateFields & { itemtext1_label: string }): Promise<TemplateJson> {
  return change(ctx, async (em) => {
    await demandFreeName(em, input.item);
    const template = em.create(InventoryTemplate, { ...given(input), item: input.item, itemtext1_label: input.itemtext1_label });
    await em.flush();
    return templateJson(ctx.principal, template);
  });
}
