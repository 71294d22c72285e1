import type { EntityManager } from '@mikro-orm/postgresql';
import { conflict, invalid } from '../errors.ts';
import type { AutoRenewMode, ProductCategory } from './product-rules.ts';
import { Product, type ProductEntity } from './product.entity.ts';

/** What may be set of a product; amounts and percentages are decimal strings, lists are in the spelling they came in. */
export interface ProductFields {
  product_name: string;
  product_slug: string;
  category?: ProductCategory | undefined;
  service_type?: string | null | undefined;
  comment?: string | null | undefined;
  icon?: string | null | undefined;
  retail_cost?: string | undefined;
  wholesale_cost?: string | undefined;
  retail_setup_cost?: string | undefined;
  wholesale_setup_cost?: string | undefined;
  tax_percentage?: string | undefined;
  enabled?: boolean | undefined;
  residential?: boolean | undefined;
  business?: boolean | undefined;
  customer_can_purchase?: boolean | undefined;
  available_from?: Date | null | undefined;
  available_until?: Date | null | undefined;
  contract_days?: number | undefined;
  auto_renew?: AutoRenewMode | undefined;
  allow_auto_renew?: boolean | undefined;
  terms?: string | null | undefined;
  features_list?: string | null | undefined;
  provisioning_play?: string | null | undefined;
  provisioning_json_vars?: string | null | undefined;
  inventory_items_list?: string | null | undefined;
  relies_on_list?: string | null | undefined;
}

/** The operator's settings that products must fit. */
export interface CatalogRules {
  serviceTypes: readonly string[];
}

/** Throws by field when a product as it would be stored breaks a rule: unknown service type, window that ends before it begins, slug taken. */
export async function demandGoodProduct(em: EntityManager, product: ProductEntity, rules: CatalogRules): Promise<void> {
  const { service_type: type, available_from: from, available_until: until, product_slug: slug } = product;
  if (type && !rules.serviceTypes.includes(type))
    throw invalid(
      'service_type',
      `“${type}” is not a service type of this system; use ${rules.serviceTypes.join(', ')}, or add it to service_types in the settings.`,
    );
  if (from && until && until < from) throw invalid('available_until', 'The product cannot be withdrawn before it is on offer.');
  const holder = await em.findOne(Product, { product_slug: slug }, { fields: ['product_id'] });
  if (holder !== null && holder.product_id !== product.product_id) throw conflict(`Another product has the slug “${slug}”.`, 'product_slug');
}
