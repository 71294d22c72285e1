import { type Ctx, change } from '../context.ts';
import { given } from '../given.ts';
import { templateJson, type TemplateJson } from './inventory-columns.ts';
import type { TemplateFields } from './inventory-fields.ts';
import { demandFreeName, findTemplate } from './templates.ts';

/** Changes a kind of stock; its items follow a new name, products that list the old one do not (chapter 07). */
export async function updateTemplate(ctx: Ctx, templateId: number, input: Partial<TemplateFields>): Promise<TemplateJson> {
  return change(ctx, async (em) => {
    const template = await findTemplate(em, templateId);
    const { itemtext1_label: firstLabel, ...rest } = input;
    if (input.item !== undefined && input.item !== template.item) {
      await demandFreeName(em, input.item, templateId);
      await em.execute('update inventory set item = ? where inventory_template_id = ?', [input.item, templateId]);
    }
    em.assign(template, { ...given(rest), ...(firstLabel ? { itemtext1_label: firstLabel } : {}) });
    await em.flush();
    return templateJson(ctx.principal, template);
  });
}
