import { z } from '@hono/zod-openapi';
import { mapItems } from '../../../domain/inventory/map-items.ts';
import { stockLevels } from '../../../domain/inventory/stock/stock-levels.ts';
import { deleteThreshold, listThresholds, setThreshold, thresholdColumns } from '../../../domain/inventory/stock/thresholds.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, latitude, listQuery, longitude, optionalText, wholeNumber } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const tag = 'inventory';
const view = { permission: 'view_inventory' } as const;
const update = { permission: 'update_inventory_template' } as const;
const path = '/crm/inventory/stock_threshold';

const level = z
  .object({
    inventory_template_id: z.int(),
    item: z.string(),
    item_location: z.string().nullable(),
    available: z.int(),
    reserved: z.int(),
    total: z.int(),
    states: z.record(z.string(), z.int()),
  })
  .openapi('StockLevel');
const threshold = recordShape(thresholdColumns, 'StockThreshold');

/** How much there is and should be (INV-6), what runs low, and where everything is (INV-8). */
export function stockRoutes(api: Api): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/inventory/stock_levels',
      policy: view,
      tag,
      summary: 'Stock by kind and location',
      query: z.object({ item: z.string().max(120).optional() }),
      response: z.object({ data: z.array(level) }),
    },
    async (ctx, { query }) => ({ data: await stockLevels(ctx, query.item) }),
  );
  endpoint(
    api,
    { method: 'get', path, policy: view, tag, summary: 'List the thresholds', response: z.object({ data: z.array(threshold) }) },
    async ({ em }) => ({
      data: await listThresholds(em),
    }),
  );
  endpoint(
    api,
    {
      method: 'put',
      path,
      policy: update,
      tag,
      summary: 'Set how much of a kind there should be, at a location or in all',
      body: z
        .object({ inventory_template_id: id(), item_location: optionalText(255).default(null), minimum: wholeNumber(1, 1_000_000) })
        .openapi('NewStockThreshold'),
      response: threshold,
    },
    (ctx, { body }) => setThreshold(ctx, body),
  );
  endpoint(
    api,
    {
      method: 'delete',
      path: `${path}/threshold_id/{threshold_id}`,
      policy: update,
      tag,
      summary: 'Remove a threshold',
      params: z.object({ threshold_id: id() }),
      response: threshold,
    },
    (ctx, input) => deleteThreshold(ctx, input.params.threshold_id),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/inventory/map',
      policy: { permission: 'view_inventory', own: 'view_own_inventory' },
      tag,
      summary: 'Items with coordinates inside a box',
      query: listQuery
        .pick({ filters: true })
        .extend({ west: longitude().default(-180), south: latitude().default(-90), east: longitude().default(180), north: latitude().default(90) }),
      response: z.object({
        data: z.array(
          z
            .object({
              inventory_id: z.int(),
              item: z.string(),
              item_state: z.string(),
              itemtext1: z.string().nullable(),
              item_location: z.string().nullable(),
              latitude: z.number(),
              longitude: z.number(),
            })
            .openapi('MapItem'),
        ),
        is_complete: z.boolean(),
      }),
    },
    (ctx, { query }) => mapItems(ctx, query),
  );
}
