import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { money, timestamps } from '../columns.ts';

/** Kind of stock (chapter 07); `item` is the case-sensitive name that products list in `inventory_items_list`. */
export const InventoryTemplate = defineEntity({
  name: 'InventoryTemplate',
  tableName: 'inventory_template',
  properties: {
    inventory_template_id: p.integer().primary(),
    item: p.string().length(120).unique(),
    icon: p.string().length(100).nullable(),
    wholesale_cost: money().default('0'),
    retail_cost: money().default('0'),
    allow_dropdown_staff: p.boolean().default(true),
    allow_dropdown_customer: p.boolean().default(false),
    itemtext1_label: p.string().length(100),
    itemtext2_label: p.string().length(100).nullable(),
    itemtext3_label: p.string().length(100).nullable(),
    itemtext4_label: p.string().length(100).nullable(),
    itemtext5_label: p.string().length(100).nullable(),
    itemtext6_label: p.string().length(100).nullable(),
    itemtext7_label: p.string().length(100).nullable(),
    itemtext8_label: p.string().length(100).nullable(),
    itemtext9_label: p.string().length(100).nullable(),
    itemtext10_label: p.string().length(100).nullable(),
    itemtext11_label: p.string().length(100).nullable(),
    itemtext12_label: p.string().length(100).nullable(),
    itemtext13_label: p.string().length(100).nullable(),
    itemtext14_label: p.string().length(100).nullable(),
    itemtext15_label: p.string().length(100).nullable(),
    itemtext16_label: p.string().length(100).nullable(),
    itemtext17_label: p.string().length(100).nullable(),
    itemtext18_label: p.string().length(100).nullable(),
    itemtext19_label: p.string().length(100).nullable(),
    itemtext20_label: p.string().length(100).nullable(),
    ...timestamps(),
  },
});
export type InventoryTemplateEntity = InferEntity<typeof InventoryTemplate>;
