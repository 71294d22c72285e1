import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant, money, percentage, timestamps } from '../columns.ts';
import { autoRenewModes, productCategories } from './product-rules.ts';

/** Template of an offering (chapter 17); lists keep the spelling they were given in (CAT-4). */
export const Product = defineEntity({
  name: 'Product',
  tableName: 'product',
  properties: {
    product_id: p.integer().primary(),
    product_name: p.string().length(255),
    product_slug: p.string().length(150).unique(),
    category: p.enum([...productCategories]).default('standalone'),
    service_type: p.string().length(64).nullable(),
    comment: p.text().nullable(),
    icon: p.string().length(100).nullable(),
    retail_cost: money().default('0'),
    wholesale_cost: money().default('0'),
    retail_setup_cost: money().default('0'),
    wholesale_setup_cost: money().default('0'),
    tax_percentage: percentage().default('0'),
    enabled: p.boolean().default(true),
    residential: p.boolean().default(true),
    business: p.boolean().default(false),
    customer_can_purchase: p.boolean().default(false),
    available_from: instant().nullable(),
    available_until: instant().nullable(),
    contract_days: p.integer().default(0),
    auto_renew: p.enum([...autoRenewModes]).default('false'),
    allow_auto_renew: p.boolean().default(false),
    terms: p.text().nullable(),
    features_list: p.text().nullable(),
    provisioning_play: p.string().length(150).nullable(),
    provisioning_json_vars: p.text().nullable(),
    inventory_items_list: p.text().nullable(),
    relies_on_list: p.text().nullable(),
    ...timestamps(),
  },
});
export type ProductEntity = InferEntity<typeof Product>;
