import type { Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { recordJson, type RecordJson, without } from '../record.ts';
import { readList } from './lists.ts';
import { autoRenewModes, productCategories } from './product-rules.ts';

/** What the contract shows of a product (chapter 17). */
export const productColumns = {
  product_id: 'int',
  product_name: 'text',
  product_slug: 'text',
  category: productCategories,
  service_type: 'text?',
  comment: 'text?',
  icon: 'text?',
  retail_cost: 'amount',
  wholesale_cost: 'amount?',
  retail_setup_cost: 'amount',
  wholesale_setup_cost: 'amount?',
  tax_percentage: 'amount',
  enabled: 'flag',
  residential: 'flag',
  business: 'flag',
  customer_can_purchase: 'flag',
  available_from: 'instant?',
  available_until: 'instant?',
  contract_days: 'int',
  auto_renew: autoRenewModes,
  allow_auto_renew: 'flag',
  terms: 'text?',
  features_list: 'text?',
  provisioning_play: 'text?',
  provisioning_json_vars: 'text?',
  inventory_items_list: 'text?',
  relies_on_list: 'text?',
  created: 'instant',
  last_modified: 'instant',
} as const;

const staffOnly = ['comment', 'wholesale_cost', 'wholesale_setup_cost', 'provisioning_play', 'provisioning_json_vars'] as const;
type StaffOnly = (typeof staffOnly)[number];
const forCustomers = without(productColumns, ...staffOnly);

type Full = RecordJson<typeof productColumns>;
/** A product; `features` and `inventory_items` are its lists read, whatever their spelling. */
export type ProductJson = Omit<Full, StaffOnly> & Partial<Pick<Full, StaffOnly>> & { features: string[]; inventory_items: string[] };

/** Shows a product, to a customer without what is the operator's alone. */
export function productJson(principal: Principal, row: { features_list?: string | null; inventory_items_list?: string | null }): ProductJson {
  const shown = isTenant(principal) ? recordJson(forCustomers, row) : recordJson(productColumns, row);
  return { ...shown, features: readList(row.features_list), inventory_items: readList(row.inventory_items_list) };
}
