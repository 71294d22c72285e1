import type { ProductEntity } from '../catalog/product.entity.ts';
import type { Costs } from '../catalog/promo-rules.ts';
import { precondition } from '../errors.ts';
import type { Variables } from './merge-variables.ts';
import { storedVariables } from './order-variables.ts';

/** The play that provisions a product; throws `precondition` when it has none. */
export function playOf(product: ProductEntity): string {
  const play = product.provisioning_play?.trim() ?? '';
  if (play === '') throw precondition(`${product.product_name} has no provisioning_play, so it cannot be provisioned.`, 'product_id');
  return play;
}

/** What a product gives its play: what chapter 18 passes by itself, below the product's own `provisioning_json_vars`; `sold` are costs lowered for this order. */
export function productVariables(product: ProductEntity, sold: Partial<Costs> = {}): Variables {
  const { product_name, product_slug } = product;
  const costs = {
    retail_cost: product.retail_cost,
    wholesale_cost: product.wholesale_cost,
    retail_setup_cost: product.retail_setup_cost,
    wholesale_setup_cost: product.wholesale_setup_cost,
    ...sold,
  };
  const numbers = Object.fromEntries(Object.entries(costs).map(([name, cost]) => [name, Number(cost)]));
  return { product_name, product_slug, ...numbers, ...storedVariables(product.provisioning_json_vars ?? null, 'provisioning_json_vars') };
}
