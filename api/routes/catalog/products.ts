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
const shared = { tag, response: productShape };
const one = { ...shared, path: '/crm/product/product_id/{product_id}', params: z.object({ product_id: id() }) };
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
    { method: 'put', ...shared, path: '/crm/product', policy: { permission: 'create_product' }, summary: 'Create a product', body: newProduct },
    (ctx, { body }) => createProduct(ctx, body, rules),
  );
  endpoint(
    api,
    { method: 'patch', ...one, policy: { permission: 'update_product' }, summary: 'Change a product', body: productChange },
    (ctx, { params, body }) => updateProduct(ctx, params.product_id, body, rules),
  );
  endpoint(api, { method: 'delete', ...one, policy: { permission: 'delete_product' }, summary: 'Remove a product that was never sold' }, (ctx, { params }) =>
    deleteProduct(ctx, params.product_id),
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
  endpoint(api, { method: 'get', ...one, policy: view, summary: 'Read a product' }, (ctx, { params }) => getProduct(ctx, params));
  endpoint(
    api,
    {
      method: 'get',
      ...shared,
      path: '/crm/product/product_slug/{product_slug}',
      policy: view,
      summary: 'Read a product by its slug',
      params: z.object({ product_slug: z.string().max(150) }),
    },
    (ctx, { params }) => getProduct(ctx, params),
  );
}
