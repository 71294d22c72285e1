import { type Ctx, change } from '../context.ts';
import { notFound } from '../errors.ts';
import { given } from '../given.ts';
import { productJson, type ProductJson } from './product-columns.ts';
import { type CatalogRules, demandGoodProduct, type ProductFields } from './product-fields.ts';
import { Product } from './product.entity.ts';

/** Changes what is given of a product; services made from it keep what they were sold with. */
export async function updateProduct(ctx: Ctx, productId: number, input: Partial<ProductFields>, rules: CatalogRules): Promise<ProductJson> {
  return change(ctx, async (em) => {
    const product = await em.findOne(Product, { product_id: productId });
    if (product === null) throw notFound('Product', productId);
    em.assign(product, given(input));
    await demandGoodProduct(em, product, rules);
    await em.flush();
    return productJson(ctx.principal, product);
  });
}
