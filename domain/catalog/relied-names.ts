import type { EntityManager } from '@mikro-orm/postgresql';
import { reliesOn } from './eligibility.ts';
import { Product, type ProductEntity } from './product.entity.ts';

/** Names of the products that a product relies on, by their id as it is written; those that are gone are left out. */
export async function reliedNames(em: EntityManager, product: Pick<ProductEntity, 'relies_on_list'>): Promise<Map<string, string>> {
  const ids = reliesOn(product.relies_on_list).filter((needed) => /^\d{1,9}$/.test(needed));
  if (ids.length === 0) return new Map();
  const products = await em.find(Product, { product_id: { $in: ids.map(Number) } }, { fields: ['product_name'] });
  return new Map(products.map(({ product_id: id, product_name: name }) => [String(id), name]));
}
