import { z } from '@hono/zod-openapi';
import { demandCustomer } from '../../../domain/customers/demand-customer.ts';
import { createItem } from '../../../domain/inventory/create-item.ts';
import { deleteItem } from '../../../domain/inventory/delete-item.ts';
import { exportItems } from '../../../domain/inventory/import/export-items.ts';
import { getItem } from '../../../domain/inventory/get-item.ts';
import { listAvailableItems, listItems, listItemsOf } from '../../../domain/inventory/list-items.ts';
import { updateItem } from '../../../domain/inventory/update-item.ts';
import { findService } from '../../../domain/services/find-service.ts';
import { createVault, type Vault } from '../../../domain/settings/vault.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, listQuery, pageOf } from '../../schemas/contract.ts';
import { itemChange, itemParams as params, itemShape, listedItemShape, newItem } from './inventory-schemas.ts';
import { coverageRoutes } from './coverage.ts';
import { csvStream } from './csv-stream.ts';
import { importRoutes } from './imports.ts';
import { itemDetailRoutes } from './item-details.ts';
import { stockRoutes } from './stock.ts';
import { templateRoutes } from './templates.ts';

const tag = 'inventory';
/** Largest item, bytes: a device's configuration of 500,000 characters, however JSON writes them. */
const largestItem = 4 * 1024 * 1024;
const view = { permission: 'view_inventory', own: 'view_own_inventory' } as const;
const path = '/crm/inventory/inventory_id/{inventory_id}';
const availableQuery = listQuery.extend({ item: z.string('name the kind of item').min(1).max(120), item_location: z.string().max(255).optional() });
const owned = z.object({ data: z.array(itemShape) });

/** Stock (chapter 07). Lists of an owner answer `{data: […]}`, as plays read them. */
export function inventoryRoutes(api: Api, deps: ApiDeps): void {
  const vault = createVault(deps.config);
  templateRoutes(api);
  listRoutes(api, vault);
  itemDetailRoutes(api, vault);
  importRoutes(api, deps, vault);
  coverageRoutes(api);
  stockRoutes(api);
  endpoint(
    api,
    { method: 'get', path: '/crm/inventory/export', policy: view, tag, summary: 'The stock of a list as CSV', query: listQuery, response: z.string() },
    async (ctx, { query, c }) => {
      // A fault of the list is told before the file begins.
      await listItems(ctx, { ...query, page: 1, per_page: 1 });
      return csvStream(c, deps.log, 'inventory.csv', exportItems(ctx, query));
    },
  );
  endpoint(
    api,
    {
      method: 'put',
      path: '/crm/inventory',
      policy: { permission: 'create_inventory' },
      tag,
      summary: 'Take an item into stock',
      maxBodyBytes: largestItem,
      body: newItem,
      response: itemShape,
    },
    (ctx, { body }) => createItem(ctx, body, vault),
  );
  endpoint(api, { method: 'get', path, policy: view, tag, summary: 'Read an item', params, response: itemShape }, (ctx, input) =>
    getItem(ctx, input.params.inventory_id, { vault }),
  );
  endpoint(
    api,
    {
      method: 'patch',
      path,
      policy: { permission: 'update_inventory' },
      tag,
      summary: 'Change, assign or take back an item',
      maxBodyBytes: largestItem,
      params,
      body: itemChange,
      response: itemShape,
    },
    (ctx, input) => updateItem(ctx, input.params.inventory_id, input.body, vault),
  );
  endpoint(
    api,
    { method: 'delete', path, policy: { permission: 'delete_inventory' }, tag, summary: 'Remove an item from stock', params, response: itemShape },
    (ctx, input) => deleteItem(ctx, input.params.inventory_id),
  );
}

function listRoutes(api: Api, vault: Vault): void {
  endpoint(
    api,
    { method: 'get', path: '/crm/inventory', policy: view, tag, summary: 'List and search stock', query: listQuery, response: pageOf(listedItemShape) },
    (ctx, { query }) => listItems(ctx, query),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/inventory/available',
      policy: view,
      tag,
      summary: 'Items of a kind that may be ordered',
      query: availableQuery,
      response: pageOf(listedItemShape),
    },
    (ctx, { query }) => listAvailableItems(ctx, query),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/inventory/customer_id/{customer_id}',
      policy: view,
      tag,
      summary: 'List the items of a customer',
      params: z.object({ customer_id: id() }),
      response: owned,
    },
    async (ctx, input) => {
      await demandCustomer(ctx.em, ctx.principal, input.params.customer_id);
      return { data: await listItemsOf(ctx, 'customer_id', input.params.customer_id, { vault }) };
    },
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/inventory/service_id/{service_id}',
      policy: view,
      tag,
      summary: 'List the items of a service',
      params: z.object({ service_id: id() }),
      response: owned,
    },
    async (ctx, input) => {
      await findService(ctx, input.params.service_id);
      return { data: await listItemsOf(ctx, 'service_id', input.params.service_id, { vault }) };
    },
  );
}
