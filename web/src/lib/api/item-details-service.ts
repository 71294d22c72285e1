import type { Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

/** Something that happened to an item. */
export interface ItemHistoryEntry {
  history_id: number;
  happened_at: string;
  kind: 'created' | 'changed' | 'removed';
  from_state: string | null;
  to_state: string | null;
  from_customer_id: number | null;
  to_customer_id: number | null;
  from_customer_name: string | null;
  to_customer_name: string | null;
  from_service_id: number | null;
  to_service_id: number | null;
  from_location: string | null;
  to_location: string | null;
  from_reserved_provision_id: number | null;
  to_reserved_provision_id: number | null;
  provision_id: number | null;
  import_id: number | null;
  actor: string | null;
}

/** A version of a device's configuration, without its text. */
export interface ConfigVersion {
  version: number;
  created: string;
  actor: string | null;
  provision_id: number | null;
  restored_version: number | null;
  /** Characters. */
  length: number;
}

/** A state of items, what it means, and which may follow. */
export interface ItemStateGuide {
  state: string;
  meaning: string;
  next: string[];
  is_available: boolean;
}

const pathOf = (inventoryId: number, rest: string) => `/crm/inventory/inventory_id/${inventoryId}/${rest}`;

/** Lists what happened to an item, newest first. */
export const listItemHistory = (inventoryId: number, page: number, context: RequestContext = {}) =>
  request<Page<ItemHistoryEntry>>('GET', pathOf(inventoryId, 'history'), { ...context, query: { page, per_page: 50 } });

/** Where the QR code of an item's management address is. */
export const qrCodeAddress = (inventoryId: number, size: number): string =>
  `${pathOf(inventoryId, 'qr_code')}?size=${size}`;

/** Asks for the password of a device. Throws `ApiError` 403 and 404. */
export const revealPassword = async (inventoryId: number, context: RequestContext = {}): Promise<string> =>
  (await request<{ management_password: string }>('GET', pathOf(inventoryId, 'management_password'), context))
    .management_password;

/** Lists the versions of a device's configuration, newest first. */
export const listConfigVersions = async (inventoryId: number, context: RequestContext = {}): Promise<ConfigVersion[]> =>
  (await request<{ data: ConfigVersion[] }>('GET', pathOf(inventoryId, 'config_version'), context)).data;

/** Returns one version's text. */
export const getConfigText = async (
  inventoryId: number,
  version: number,
  context: RequestContext = {},
): Promise<string> =>
  (await request<{ content: string }>('GET', pathOf(inventoryId, `config_version/${version}`), context)).content;

/** Makes a version the configuration again. */
export const restoreConfig = (inventoryId: number, version: number, context: RequestContext = {}) =>
  request<{ data: ConfigVersion[] }>('POST', pathOf(inventoryId, `config_version/${version}/restore`), context);

/** Lists the states of items. */
export const listItemStates = async (context: RequestContext = {}): Promise<ItemStateGuide[]> =>
  (await request<{ data: ItemStateGuide[] }>('GET', '/crm/inventory/item_state', context)).data;
