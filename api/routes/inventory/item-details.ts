import { z } from '@hono/zod-openapi';
import { configVersionColumns, getConfigVersion, listConfigVersions, restoreConfigVersion } from '../../../domain/inventory/config-versions.ts';
import { historyColumns, itemHistory } from '../../../domain/inventory/item-history.ts';
import { itemQr } from '../../../domain/inventory/item-qr.ts';
import { revealPassword } from '../../../domain/inventory/reveal-password.ts';
import { stateGuide } from '../../../domain/inventory/state-guide.ts';
import type { Vault } from '../../../domain/settings/vault.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, pageOf, wholeNumber } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';
import { itemParams as params } from './inventory-schemas.ts';

const tag = 'inventory';
const view = { permission: 'view_inventory', own: 'view_own_inventory' } as const;
const update = { permission: 'update_inventory' } as const;
const path = '/crm/inventory/inventory_id/{inventory_id}';

const historyShape = recordShape(historyColumns, 'InventoryHistoryColumns')
  .extend({ from_customer_name: z.string().nullable(), to_customer_name: z.string().nullable() })
  .openapi('InventoryHistory');
const versionShape = recordShape(configVersionColumns, 'InventoryConfigVersionColumns').extend({ length: z.int() }).openapi('InventoryConfigVersion');
const versionParams = params.extend({ version: id() });
const pageQuery = z.object({ page: wholeNumber(1, 100_000).default(1), per_page: wholeNumber(1, 200).default(50) });

/** What belongs to one item: its history (INV-2), QR code, password and configurations (INV-5). */
export function itemDetailRoutes(api: Api, vault: Vault): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/inventory/item_state',
      policy: view,
      tag,
      summary: 'The states of items, what they mean, and which may follow',
      response: z.object({
        data: z.array(z.object({ state: z.string(), meaning: z.string(), next: z.array(z.string()), is_available: z.boolean() }).openapi('ItemState')),
      }),
    },
    async () => ({ data: stateGuide() }),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: `${path}/history`,
      policy: view,
      tag,
      summary: 'What happened to an item',
      params,
      query: pageQuery,
      response: pageOf(historyShape),
    },
    (ctx, input) => itemHistory(ctx, input.params.inventory_id, input.query),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: `${path}/qr_code`,
      policy: view,
      tag,
      summary: 'QR code of the management address or activation code, as SVG',
      params,
      query: z.object({ size: wholeNumber(32, 1024).default(128) }),
      response: z.string(),
    },
    async (ctx, input) => {
      const svg = await itemQr(ctx, input.params.inventory_id, input.query.size);
      return input.c.body(svg, 200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'private, no-store' });
    },
  );
  endpoint(
    api,
    {
      method: 'get',
      path: `${path}/management_password`,
      policy: update,
      tag,
      summary: 'The password of a device',
      params,
      response: z.object({ management_password: z.string() }).openapi('ManagementPassword'),
    },
    async (ctx, input) => {
      input.c.header('Cache-Control', 'no-store');
      return revealPassword(ctx, input.params.inventory_id, vault);
    },
  );
  configRoutes(api);
}

function configRoutes(api: Api): void {
  const versions = `${path}/config_version`;
  endpoint(
    api,
    {
      method: 'get',
      path: versions,
      policy: update,
      tag,
      summary: 'Versions of the configuration',
      params,
      response: z.object({ data: z.array(versionShape) }),
    },
    async (ctx, input) => ({ data: await listConfigVersions(ctx, input.params.inventory_id) }),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: `${versions}/{version}`,
      policy: update,
      tag,
      summary: 'One version of the configuration',
      params: versionParams,
      response: versionShape.extend({ content: z.string() }).openapi('InventoryConfigText'),
    },
    (ctx, input) => getConfigVersion(ctx, input.params.inventory_id, input.params.version),
  );
  endpoint(
    api,
    {
      method: 'post',
      path: `${versions}/{version}/restore`,
      policy: update,
      tag,
      summary: 'Make a version the configuration again',
      params: versionParams,
      response: z.object({ data: z.array(versionShape) }),
    },
    async (ctx, input) => ({ data: await restoreConfigVersion(ctx, input.params.inventory_id, input.params.version) }),
  );
}
