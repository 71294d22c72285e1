import type { Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import { isTenant } from '../identity/scope.ts';
import { hindrances } from './eligibility.ts';
import { productJson, type ProductJson } from './product-columns.ts';
import { costsOfJob } from './promo-offer.ts';
import { Product, type ProductEntity } from './product.entity.ts';

/**
 * A product by number or slug; a customer's user finds what is on offer and what its services came from. A play finds the
 * costs its job sells it for, so that plays need not know of promo codes.
 */
export async function getProduct(ctx: Ctx, key: { product_id: number } | { product_slug: string }): Promise<ProductJson> {
  const product = await ctx.em.findOne(Product, key);
  if (product === null || !(await mayKnow(ctx, product))) throw notFound('Product', 'product_id' in key ? key.product_id : key.product_slug);
  const asSold = ctx.principal.play === undefined ? undefined : await costsOfJob(ctx.em, ctx.principal.play.provisionId, product.product_id);
  return productJson(ctx.principal, asSold === undefined ? product : { ...product, ...asSold });
}

async function mayKnow({ em, principal }: Ctx, product: ProductEntity): Promise<boolean> {
  if (!isTenant(principal) || hindrances({ product, bySelf: false, now: new Date() }).length === 0) return true;
  const [owned] = await em.execute<object[]>('select from service where product_id = ? and customer_id = ? limit 1', [
    product.product_id,
    principal.customerId,
  ]);
  return owned !== undefined;
}
