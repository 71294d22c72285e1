import type { Ctx } from '../context.ts';
import { DomainError, forbidden, invalid } from '../errors.ts';
import { demandCustomer } from '../customers/demand-customer.ts';
import { hindrances } from './eligibility.ts';
import { Product } from './product.entity.ts';
import { promoOffer } from './promo-offer.ts';

/** Costs as the API shows them. */
interface ShownCosts {
  retail_cost: number;
  retail_setup_cost: number;
}

/**
 * What a product would cost a customer with a promo code, before anything is ordered. Throws `validation` with the reason
 * when the code cannot be used; a customer's own user asks for itself, and only about what is on offer.
 */
export async function checkPromoCode(
  { em, principal }: Ctx,
  query: { code: string; product_id: number; customer_id?: number | undefined },
): Promise<ShownCosts & { code: string; full: ShownCosts }> {
  if (principal.customerId === null && !principal.permissions.has('admin') && !principal.permissions.has('view_product')) throw forbidden();
  const customerId = query.customer_id ?? principal.customerId;
  if (customerId === null) throw invalid('customer_id', 'customer_id: is missing.');
  await demandCustomer(em, principal, customerId);
  const product = await em.findOne(Product, { product_id: query.product_id });
  if (product === null || hindrances({ product, bySelf: principal.customerId !== null, now: new Date() }).length > 0)
    throw new DomainError('not_found', `Product ${query.product_id} not found.`, { field: 'product_id' });
  const { code, costs, full } = await promoOffer(em, query.code, product, customerId);
  return { code, ...shown(costs), full: shown(full) };
}

const shown = ({ retail_cost, retail_setup_cost }: { retail_cost: string; retail_setup_cost: string }): ShownCosts => ({
  retail_cost: Number(retail_cost),
  retail_setup_cost: Number(retail_setup_cost),
});
