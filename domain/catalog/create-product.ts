import { type Ctx, change } from '../context.ts';
import { given } from '../given.ts';
import { productJson, type ProductJson } from './product-columns.ts';
import { type CatalogRules, demandGoodProduct, type ProductFields } from './product-fields.ts';
import { Product } from './product.entity.ts';

/** Adds a product to the catalogue (CAT-1). */
export async function createProduct(ctx: Ctx, input: ProductFields, rules: CatalogRules): Promise<ProductJson> {
  return change(ctx, async (em) => {
    const product = em.create(Product, { ...given(input), product_name: input.product_name, product_slug: input.product_slug }, { persist: false });
    await demandGoodProduct(em, product, rules);
    await em.persist(product).flush();
    return productJson(ctx.principal, product);
  });
}
