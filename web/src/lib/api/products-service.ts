import { listParameters, rowsOf, type ListQuery, type Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

export const productCategories = ['standalone', 'addon', 'bundle', 'promo'] as const;
export const autoRenewModes = ['prompt', 'true', 'false'] as const;

/** Template of an offering (chapter 17); amounts are major units with two decimals. */
export interface Product {
  product_id: number;
  product_name: string;
  product_slug: string;
  category: (typeof productCategories)[number];
  service_type: string | null;
  comment: string | null;
  icon: string | null;
  retail_cost: number;
  wholesale_cost: number;
  retail_setup_cost: number;
  wholesale_setup_cost: number;
  tax_percentage: number;
  enabled: boolean;
  residential: boolean;
  business: boolean;
  customer_can_purchase: boolean;
  available_from: string | null;
  available_until: string | null;
  contract_days: number;
  auto_renew: (typeof autoRenewModes)[number];
  allow_auto_renew: boolean;
  terms: string | null;
  features_list: string | null;
  provisioning_play: string | null;
  provisioning_json_vars: string | null;
  inventory_items_list: string | null;
  relies_on_list: string | null;
  /** `features_list` read, whatever its spelling. */
  features: string[];
  /** `inventory_items_list` read: names of the kinds of stock an order needs. */
  inventory_items: string[];
  created: string;
  last_modified: string;
}

/** Keys of a product that people fill in; lists may be given as lists. */
export type ProductInput = Omit<
  Product,
  | 'product_id'
  | 'features'
  | 'inventory_items'
  | 'features_list'
  | 'inventory_items_list'
  | 'relies_on_list'
  | 'created'
  | 'last_modified'
> & { features_list: string[]; inventory_items_list: string[]; relies_on_list: string[] };

/** Lists all products, also disabled ones and those outside their window: for managing the catalogue. */
export const listProducts = (query: ListQuery, context: RequestContext = {}) =>
  request<Page<Product>>('GET', '/crm/product/paginated', { ...context, query: listParameters(query) });

/** For whom products are asked: the answer then holds only what that customer may have. */
export interface OfferFilter {
  customerId?: number;
  /** The service an add-on is to be added to. */
  serviceId?: number;
}

/** Lists what can be sold now: enabled products inside their availability window, eligible for the customer. */
export async function listOffers(filter: OfferFilter = {}, context: RequestContext = {}): Promise<Product[]> {
  const query = { customer_id: filter.customerId, service_id: filter.serviceId };
  return rowsOf(await request<Page<Product> | Product[]>('GET', '/crm/product/', { ...context, query }));
}

/** A product with everything that stands between it and a customer; nothing for what the customer may have. */
export interface ExplainedProduct extends Product {
  hindrances: { code: string; message: string }[];
}

/** Lists every product with why a customer cannot have it. */
export const explainOffers = (customerId: number, serviceId: number | undefined, context: RequestContext = {}) =>
  request<ExplainedProduct[]>('GET', '/crm/product/explained', {
    ...context,
    query: { customer_id: customerId, service_id: serviceId },
  });

/** Returns one product. Throws `ApiError` 404. */
export const getProduct = (productId: number, context: RequestContext = {}) =>
  request<Product>('GET', `/crm/product/product_id/${productId}`, context);

/** Creates a product. Throws `ApiError` 409 when the slug is taken. */
export const createProduct = (input: ProductInput, context: RequestContext = {}) =>
  request<Product>('PUT', '/crm/product/', { ...context, body: input });

/** Changes the given keys of a product. */
export const updateProduct = (productId: number, input: Partial<ProductInput>, context: RequestContext = {}) =>
  request<Product>('PATCH', `/crm/product/product_id/${productId}`, { ...context, body: input });

/** Removes a product that was never sold. Throws `ApiError` 409 for one that was. */
export const deleteProduct = (productId: number, context: RequestContext = {}) =>
  request<Product>('DELETE', `/crm/product/product_id/${productId}`, context);
