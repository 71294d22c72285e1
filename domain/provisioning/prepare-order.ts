import type { EntityManager } from '@mikro-orm/postgresql';
import { hindrances } from '../catalog/eligibility.ts';
import { readList } from '../catalog/lists.ts';
import { orderingCustomer } from '../catalog/ordering-customer.ts';
import { Product, type ProductEntity } from '../catalog/product.entity.ts';
import { type PromoOffer, promoOffer } from '../catalog/promo-offer.ts';
import type { AcceptedTerms } from '../catalog/terms-acceptance.ts';
import { reliedNames } from '../catalog/relied-names.ts';
import type { Ctx } from '../context.ts';
import { archivedConflict } from '../customers/demand-not-archived.ts';
import { DomainError, type FieldFault, invalid, precondition } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { demandAvailable } from '../inventory/reserve-stock.ts';
import type { OrderDraft } from './job-order.ts';
import type { Variables } from './merge-variables.ts';
import { sortBody } from './order-variables.ts';
import type { StockChoice } from './order-payload.ts';
import { playOf, productVariables } from './product-defaults.ts';

/** An order as it comes in: ids read, every other key as it was sent. */
export interface OrderRequest {
  product_id: number;
  customer_id?: number | undefined;
  service_id?: number | undefined;
  body: Readonly<Record<string, unknown>>;
}

/** Variables a customer's own user may give; everything else could change what the service costs or is. */
const tenantVariables: readonly string[] = ['site_id', 'auto_renew', 'promo_code', 'terms_accepted'];

/**
 * Checks an order against the catalogue, the customer and the stock, and draws up its job (PRV-1, chapter 18). Throws
 * `not_found`, `validation`, `conflict` or `precondition` with the field at fault; stores nothing.
 */
export async function prepareOrder(ctx: Ctx, request: OrderRequest): Promise<OrderDraft & { label: string }> {
  const { em, principal } = ctx;
  const product = await em.findOne(Product, { product_id: request.product_id });
  if (product === null) throw new DomainError('not_found', `Product ${request.product_id} not found.`, { field: 'product_id' });
  const customerId = request.customer_id ?? principal.customerId ?? (await customerOfService(em, request.service_id));
  if (customerId === null) throw invalid('customer_id', 'customer_id: is missing.');
  await demandEligible(ctx, product, customerId, request.service_id);
  const play = playOf(product);
  const named = request.body['provisioning_play'];
  if (named !== undefined && named !== play) throw invalid('provisioning_play', `provisioning_play: this product’s play is ${play}.`);
  const { request: variables, stock } = await readBody(ctx, product, request.body);
  for (const { item, inventoryId } of stock) await demandAvailable(em, item, inventoryId);
  await demandOwnSite(em, variables, customerId);
  const promo = await promoOf(em, variables, product, customerId);
  const terms = termsOf(principal, variables, product);
  return {
    action: 'provision',
    customerId,
    productId: product.product_id,
    serviceId: request.service_id ?? null,
    play,
    payload: { product: productVariables(product, promo?.costs), request: variables, stock, ...(promo ? { promo } : {}), ...(terms ? { terms } : {}) },
    label: `${product.product_name} for customer ${customerId}`,
  };
}

async function promoOf(em: EntityManager, variables: Variables, product: ProductEntity, customerId: number): Promise<PromoOffer | undefined> {
  const code = variables['promo_code'];
  if (code === undefined || code === null || code === '') return undefined;
  if (typeof code !== 'string' || code.length > 64) throw invalid('promo_code', 'promo_code: must be text of at most 64 characters.');
  return promoOffer(em, code, product, customerId);
}

/** Customers accept a product's terms themselves; staff and programs may say that their customer did. */
function termsOf(principal: Principal, variables: Variables, product: ProductEntity): AcceptedTerms | undefined {
  const text = product.terms?.trim() ?? '';
  if (text === '') return undefined;
  const accepted = variables['terms_accepted'];
  const isAccepted = accepted === true || accepted === 1 || (typeof accepted === 'string' && ['true', '1', 'yes'].includes(accepted.toLowerCase()));
  if (isAccepted)
    return { text, acceptedBy: principal.impersonatorLabel === undefined ? principal.label : `${principal.impersonatorLabel} as ${principal.label}` };
  if (isTenant(principal) || accepted !== undefined)
    throw invalid('terms_accepted', 'terms_accepted: the terms of this product must be accepted before it is ordered.');
  return undefined;
}

async function customerOfService(em: EntityManager, serviceId: number | undefined): Promise<number | null> {
  if (serviceId === undefined) return null;
  const [row] = await em.execute<{ customer_id: number }[]>('select customer_id from service where service_id = ?', [serviceId]);
  return row?.customer_id ?? null;
}

async function demandEligible({ em, principal }: Ctx, product: ProductEntity, customerId: number, serviceId: number | undefined): Promise<void> {
  const customer = await orderingCustomer(em, principal, customerId);
  if (customer.customer_status === 'Archived') throw archivedConflict(customerId);
  const productNames = await reliedNames(em, product);
  const order = { product: offered(product), customer, serviceId, bySelf: isTenant(principal), now: new Date(), productNames };
  const [first] = hindrances(order);
  if (first === undefined) return;
  if (first.code === 'no_such_service') throw new DomainError('not_found', first.message, { field: 'service_id' });
  throw precondition(
    first.message,
    ['service_inactive', 'service_type', 'needs_service'].includes(first.code)
      ? 'service_id'
      : first.code.startsWith('customer')
        ? 'customer_id'
        : 'product_id',
  );
}

const offered = (product: ProductEntity) => ({
  product_name: product.product_name,
  category: product.category,
  service_type: product.service_type ?? null,
  enabled: product.enabled,
  residential: product.residential,
  business: product.business,
  customer_can_purchase: product.customer_can_purchase,
  available_from: product.available_from ?? null,
  available_until: product.available_until ?? null,
  relies_on_list: product.relies_on_list ?? null,
});

async function readBody({ em, principal }: Ctx, product: ProductEntity, body: OrderRequest['body']): Promise<{ request: Variables; stock: StockChoice[] }> {
  const required = readList(product.inventory_items_list);
  const templates = await em.execute<{ item: string; allow_dropdown_customer: boolean }[]>('select item, allow_dropdown_customer from inventory_template');
  const sorted = sortBody(body, required, new Set(templates.map(({ item }) => item)));
  if (!isTenant(principal)) return sorted;
  const given: FieldFault[] = Object.keys(sorted.request).flatMap((name) =>
    tenantVariables.includes(name) ? [] : [{ field: name, message: 'cannot be given with an order of your own' }],
  );
  const open = new Set(templates.filter((template) => template.allow_dropdown_customer).map(({ item }) => item));
  const picked: FieldFault[] = sorted.stock.flatMap(({ item, inventoryId }) => {
    if (!required.includes(item)) return [{ field: item, message: 'is not part of this product' }];
    return inventoryId === null || open.has(item) ? [] : [{ field: item, message: 'is chosen for you: send "auto"' }];
  });
  const faults = [...given, ...picked];
  const [first] = faults;
  if (first !== undefined) throw new DomainError('validation', `${first.field}: ${first.message}`, { faults });
  return sorted;
}

async function demandOwnSite(em: EntityManager, variables: Variables, customerId: number): Promise<void> {
  const site = variables['site_id'];
  if (site === undefined || site === null || site === '') return;
  const id = Number(site);
  const [row] =
    Number.isInteger(id) && id > 0 && id <= 2_147_483_647
      ? await em.execute<object[]>('select from customer_site where site_id = ? and customer_id = ?', [id, customerId])
      : [];
  if (row === undefined) throw new DomainError('not_found', `The customer has no site ${String(site).slice(0, 40)}.`, { field: 'site_id' });
}
