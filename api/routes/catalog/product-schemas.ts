import { z } from '@hono/zod-openapi';
import { listText, parseList } from '../../../domain/catalog/lists.ts';
import { productColumns } from '../../../domain/catalog/product-columns.ts';
import { autoRenewModes, productCategories } from '../../../domain/catalog/product-rules.ts';
import { amount, flag, optionalInstant, optionalText, percent, text, wholeNumber } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const maxText = 20_000;

/** A list in any spelling of CAT-4, kept as text. */
const list = z
  .union([z.string(), z.array(z.union([z.string(), z.number()])), z.null()], 'must be text or a list')
  .transform((value, check) => {
    const stored = listText(value);
    if (parseList(value) !== undefined && (stored ?? '').length <= maxText && !stored?.includes('\u0000')) return stored;
    check.addIssue({ code: 'custom', message: "must be a list such as ['SIM Card', 'Mobile Number'], or sentences separated by full stops" });
    return z.NEVER;
  })
  .openapi({ type: ['string', 'null'], example: "['SIM Card', 'Mobile Number']" });

/** Default variables of the play: the text of a JSON object, or the object itself. */
const jsonVariables = z
  .union([z.string(), z.record(z.string(), z.unknown()), z.null()], 'must be a JSON object')
  .transform((value, check) => {
    const stored = value === null || (typeof value === 'string' && value.trim() === '') ? null : typeof value === 'string' ? value : JSON.stringify(value);
    if (stored === null || (stored.length <= maxText && isJsonObject(stored))) return stored;
    check.addIssue({ code: 'custom', message: 'must be the text of a JSON object such as {"days": 30}' });
    return z.NEVER;
  })
  .openapi({ type: ['string', 'null'], example: '{"days": 30}' });

function isJsonObject(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && !value.includes('\\u0000');
  } catch {
    return false;
  }
}

const slug = text(150, 1).refine((value) => /^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$/.test(value), 'must be letters, digits and single hyphens, such as mobile-20gb');
const play = optionalText(150).refine(
  (value) => value === null || /^[A-Za-z0-9_-]+$/.test(value),
  'must be the name of a play without its extension, such as play_simple_service',
);
const cost = amount().refine((value) => !value.startsWith('-'), 'must not be negative');
const autoRenew = z.preprocess((value) => (typeof value === 'boolean' ? String(value) : value), z.enum(autoRenewModes)).openapi({ type: 'string' });

const fields = {
  category: z.enum(productCategories).optional(),
  service_type: optionalText(64).optional(),
  comment: optionalText(maxText).optional(),
  icon: optionalText(100).optional(),
  retail_cost: cost.optional(),
  wholesale_cost: cost.optional(),
  retail_setup_cost: cost.optional(),
  wholesale_setup_cost: cost.optional(),
  tax_percentage: percent().optional(),
  enabled: flag().optional(),
  residential: flag().optional(),
  business: flag().optional(),
  customer_can_purchase: flag().optional(),
  available_from: optionalInstant().optional(),
  available_until: optionalInstant().optional(),
  contract_days: wholeNumber(0, 36_500).optional(),
  auto_renew: autoRenew.optional(),
  allow_auto_renew: flag().optional(),
  terms: optionalText(maxText).optional(),
  features_list: list.optional(),
  provisioning_play: play.optional(),
  provisioning_json_vars: jsonVariables.optional(),
  inventory_items_list: list.optional(),
  relies_on_list: list.optional(),
};

/** Product to be created (chapter 06); its slug must be free. */
export const newProduct = z.object({ product_name: text(255, 1), product_slug: slug, ...fields }).openapi('NewProduct');
/** Keys of a product that are to change; what is left out stays. */
export const productChange = z.object({ product_name: text(255, 1).optional(), product_slug: slug.optional(), ...fields }).openapi('ProductChange');

const full = recordShape(productColumns, 'ProductColumns');
const { comment, wholesale_cost, wholesale_setup_cost, provisioning_play, provisioning_json_vars } = full.shape;
/** Product as it is answered; costs, comment and play are left out for those who may not see them, lists of CAT-4 come parsed as well. */
export const productShape = full
  .extend({
    comment: comment.optional(),
    wholesale_cost: wholesale_cost.optional(),
    wholesale_setup_cost: wholesale_setup_cost.optional(),
    provisioning_play: provisioning_play.optional(),
    provisioning_json_vars: provisioning_json_vars.optional(),
    features: z.array(z.string()),
    inventory_items: z.array(z.string()),
  })
  .openapi('Product');
