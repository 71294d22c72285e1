import { type Ctx, change } from '../context.ts';
import { conflict, notFound } from '../errors.ts';
import { productJson, type ProductJson } from './product-columns.ts';
import { Product } from './product.entity.ts';

/** Removes a product that was never used and answers what it was; throws `conflict` when a service, job or transaction came from it. */
export async function deleteProduct(ctx: Ctx, productId: number): Promise<ProductJson> {
  return change(ctx, async (em) => {
    const product = await em.findOne(Product, { product_id: productId });
    if (product === null) throw notFound('Product', productId);
    const [used] = await em.execute<object[]>(
      `select from service where product_id = ? union all select from provision where product_id = ? union all select from customer_transaction where product_id = ? limit 1`,
      [productId, productId, productId],
    );
    if (used !== undefined) throw conflict(`${product.product_name} has been sold; disable it instead of deleting it.`);
    const shown = productJson(ctx.principal, product);
    await em.remove(product).flush();
    return shown;
  });
}
