import { z } from '@hono/zod-openapi';
import { createProduct } from '../../../domain/catalog/create-product.ts';
import { deleteProduct } from '../../../domain/catalog/delete-product.ts';
import { getProduct } from '../../../domain/catalog/get-product.ts';
import { listAllProducts } from '../../../domain/catalog/list-all-products.ts';
import { explainProducts, listProducts } from '../../../domain/catalog/list-products.ts';
import { productCategories } from '../../../domain/catalog/product-rules.ts';
import { updateProduct } from '../../../domain/catalog/update-product.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { flag, id, listQuery, pageOf } from '../../schemas/contract.ts';
import { newProduct, productChange, productShape } from './product-schemas.ts';

const tag = 'catalog';
const view = { permission: 'view_product' } as const;
const path = '/crm/product/product_id/{product_id}';
const params = z.object({ product_id: id() });
const slugParams = z.object({ product_slug: z.string().max(150) });
const listed = z.object({
  category: z.enum(productCategories).optional(),
  service_type: z.string().max(64).optional(),
  customer_id: id().optional(),
  service_id: id().optional(),
  include_disabled: flag().optional(),
});

const explainedQuery = z.object({ customer_id: id(), service_id: id().optional() });
const explainedShape = productShape.extend({ hindrances: z.array(z.object({ code: z.string(), message: z.string() })) }).openapi('ExplainedProduct');

/** The product catalogue (chapter 17). */
export function productRoutes(api: Api, deps: ApiDeps): void {
  const rules = { serviceTypes: deps.config.service_types };
  readRoutes(api);
  endpoint(
    api,
    {
      method: 'put',
      path: '/crm/product',
      policy: { permission: 'create_product' },
      tag,
      summary: 'Create a product',
      body: newProduct,
      response: productShape,
    },
    (ctx, { body }) => createProduct(ctx, body, rules),
  );
  endpoint(
    api,
    { method: 'patch', path, policy: { permission: 'update_product' }, tag, summary: 'Change a product', params, body: productChange, response: productShape },
    (ctx, input) => updateProduct(ctx, input.params.product_id, input.body, rules),
  );
  endpoint(
    api,
    { method: 'delete', path, policy: { permission: 'delete_product' }, tag, summary: 'Remove a product that was never sold', params, response: productShape },
    (ctx, input) => deleteProduct(ctx, input.params.product_id),
  );
}

function readRoutes(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/product',
      policy: view,
      tag,
      summary: 'Products on offer, for a customer those it may have',
      query: listed,
      response: z.array(productShape),
    },
    (ctx, { query }) => listProducts(ctx, query),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/product/explained',
      policy: view,
      tag,
      summary: 'Every product, with why a customer cannot have it',
      query: explainedQuery,
      response: z.array(explainedShape),
    },
    (ctx, { query }) => explainProducts(ctx, query),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/product/paginated',
      policy: view,
      tag,
      summary: 'The whole catalogue, on offer or not',
      query: listQuery,
      response: pageOf(productShape),
    },
    (ctx, { query }) => listAllProducts(ctx, query),
  );
  endpoint(api, { method: 'get', path, policy: view, tag, summary: 'Read a product', params, response: productShape }, (ctx, input) =>
    getProduct(ctx, input.params),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/product/product_slug/{product_slug}',
      policy: view,
      tag,
      summary: 'Read a product by its slug',
      params: slugParams,
      response: productShape,
    },
    (ctx, input) => getProduct(ctx, input.params),
  );
}
