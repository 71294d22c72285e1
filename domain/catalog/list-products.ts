import type { Ctx } from '../context.ts';
import { forbidden } from '../errors.ts';
import { demand, type Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { type Hindrance, hindrances, type OrderingCustomer } from './eligibility.ts';
import { orderingCustomer } from './ordering-customer.ts';
import { productJson, type ProductJson } from './product-columns.ts';
import type { ProductCategory } from './product-rules.ts';
import { Product } from './product.entity.ts';

/** Which products are asked for. */
export interface ListProductsInput {
  category?: ProductCategory | undefined;
  service_type?: string | undefined;
  /** Only what this customer may order. */
  customer_id?: number | undefined;
  /** Only what may be added to this service of the customer. */
  service_id?: number | undefined;
  /** Also what is not on offer; needs update_product. */
  include_disabled?: boolean | undefined;
}

/** The products on offer now (CAT-2), for a customer those it may have; a customer's own user gets those it may order itself. */
export async function listProducts({ em, principal }: Ctx, input: ListProductsInput): Promise<ProductJson[]> {
  if (input.include_disabled) demand(principal, { permission: 'update_product' });
  const customer = await customerOf({ em, principal }, input);
  const { category, service_type } = input;
  const products = await em.find(
    Product,
    { ...(category === undefined ? {} : { category }), ...(service_type === undefined ? {} : { service_type }) },
    { orderBy: { product_name: 'asc', product_id: 'asc' } },
  );
  const order = { ...(customer === undefined ? {} : { customer }), serviceId: input.service_id, bySelf: isTenant(principal), now: new Date() };
  const offered = input.include_disabled ? products : products.filter((product) => hindrances({ ...order, product }).length === 0);
  return offered.map((product) => productJson(principal, product));
}

/** A product with everything that stands between it and a customer. */
export type ExplainedProduct = ProductJson & { hindrances: Hindrance[] };

/** Every product, each with why the customer cannot have it; without reasons it may. Told to staff only. */
export async function explainProducts({ em, principal }: Ctx, input: { customer_id: number; service_id?: number | undefined }): Promise<ExplainedProduct[]> {
  if (isTenant(principal)) throw forbidden();
  const customer = await orderingCustomer(em, principal, input.customer_id);
  const products = await em.find(Product, {}, { orderBy: { product_name: 'asc', product_id: 'asc' } });
  const productNames = new Map(products.map((product) => [String(product.product_id), product.product_name]));
  const order = { customer, serviceId: input.service_id, bySelf: false, now: new Date(), productNames };
  return products.map((product) => ({ ...productJson(principal, product), hindrances: hindrances({ ...order, product }) }));
}

async function customerOf({ em, principal }: { em: Ctx['em']; principal: Principal }, input: ListProductsInput): Promise<OrderingCustomer | undefined> {
  const customerId = input.customer_id ?? (isTenant(principal) ? (principal.customerId ?? undefined) : undefined);
  return customerId === undefined ? undefined : orderingCustomer(em, principal, customerId);
}
