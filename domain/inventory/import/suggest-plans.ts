import type { Ctx } from '../../context.ts';
import { InventoryTemplate } from '../inventory-template.entity.ts';
import { type Mapping, suggestMapping, suggestUnique } from './import-fields.ts';

/** How a list would fill a template's items; the template that takes most of its columns comes first. */
export interface PlanSuggestion {
  inventory_template_id: number;
  item: string;
  mapping: Mapping;
  unique: string | null;
}

/** Suggests, for every template, which column fills which field. */
export async function suggestPlans({ em }: Ctx, header: readonly string[], sample: readonly (readonly string[])[]): Promise<PlanSuggestion[]> {
  const templates = await em.find(InventoryTemplate, {}, { orderBy: { item: 'asc' } });
  const suggestions = templates.map((template) => {
    const mapping = suggestMapping(header, template, sample);
    const unique = suggestUnique(template);
    return {
      inventory_template_id: template.inventory_template_id,
      item: template.item,
      mapping,
      unique: unique !== null && mapping[unique] !== undefined ? unique : null,
    };
  });
  return suggestions.sort((a, b) => textColumns(b.mapping) - textColumns(a.mapping));
}

const textColumns = (mapping: Mapping): number => Object.keys(mapping).filter((field) => field.startsWith('itemtext')).length;
