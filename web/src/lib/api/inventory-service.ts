import { listParameters, rowsOf, type ListQuery, type Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

export const itemStates = [
  'New',
  'In Stock',
  'In Transit',
  'Used',
  'Internal Use',
  'Assigned',
  'Damaged',
  'Out of Service',
  'Decommissioned',
  'Lost',
  'Stolen',
] as const;

/** Numbers of the free text columns an item has. */
export const itemTextNumbers = Array.from({ length: 20 }, (_, index) => index + 1);

type ItemTexts = { [Key in `itemtext${number}`]?: string | null };
type ItemLabels = { [Key in `itemtext${number}_label`]?: string | null };

/** Kind of stock (chapter 07); products name it, case-sensitively, in `inventory_items_list`. */
export interface InventoryTemplate extends ItemLabels {
  inventory_template_id: number;
  item: string;
  icon: string | null;
  wholesale_cost: number;
  retail_cost: number;
  allow_dropdown_staff: boolean;
  allow_dropdown_customer: boolean;
  created: string;
  last_modified: string;
}

export type InventoryTemplateInput = Omit<InventoryTemplate, 'inventory_template_id' | 'created' | 'last_modified'>;

/** One item of stock; also carries its texts under their labels' snake_case (`iccid`). */
export interface InventoryItem extends ItemTexts {
  inventory_id: number;
  inventory_template_id: number;
  item: string;
  customer_id: number | null;
  service_id: number | null;
  item_location: string | null;
  item_state: (typeof itemStates)[number];
  wholesale_cost: number;
  retail_cost: number;
  sold_date: string | null;
  address_line_1: string | null;
  address_line_2: string | null;
  city: string | null;
  state: string | null;
  zip_code: string | null;
  country: string | null;
  latitude: number | null;
  longitude: number | null;
  management_url: string | null;
  management_username: string | null;
  config_file_path: string | null;
  inventory_notes: string | null;
  reserved_provision_id: number | null;
  import_id: number | null;
  has_management_password?: boolean;
  /** For those who may change stock. */
  config_content?: string | null;
  plus_code: string | null;
  created: string;
  last_modified: string;
}

/** An item on a page of the list. */
export type ListedItem = InventoryItem & { customer_name: string | null };

/** Keys of an item that people fill in. */
export type InventoryItemInput = ItemTexts & {
  inventory_template_id?: number;
  item?: string;
  customer_id?: number | null;
  service_id?: number | null;
  item_state?: string;
  item_location?: string | null;
  wholesale_cost?: number | null;
  retail_cost?: number | null;
  management_url?: string | null;
  management_username?: string | null;
  /** Write-only: the API never answers it. */
  management_password?: string;
  inventory_notes?: string | null;
  config_content?: string | null;
  config_file_path?: string | null;
  latitude?: number | string | null;
  longitude?: number | string | null;
};

/** Lists stock items. */
export const listItems = (query: ListQuery, context: RequestContext = {}) =>
  request<Page<ListedItem>>('GET', '/crm/inventory/', { ...context, query: listParameters(query) });

/** Where the stock of a list, all pages of it, can be downloaded as CSV. */
export function exportAddress(query: ListQuery): string {
  const { page: _page, per_page: _perPage, ...rest } = listParameters(query);
  const pairs = Object.entries(rest).flatMap(([key, value]): [string, string][] =>
    value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  return `/crm/inventory/export?${new URLSearchParams(pairs)}`;
}

/** Lists items of one kind that may be ordered now. */
export async function listAvailableItems(
  item: string,
  search: string,
  context: RequestContext = {},
): Promise<InventoryItem[]> {
  const query = { item, search, per_page: 20 };
  return rowsOf(
    await request<Page<InventoryItem> | InventoryItem[]>('GET', '/crm/inventory/available', { ...context, query }),
  );
}

/** Lists a customer's items. */
export async function listCustomerItems(customerId: number, context: RequestContext = {}): Promise<InventoryItem[]> {
  const path = `/crm/inventory/customer_id/${customerId}`;
  return rowsOf(
    await request<Page<InventoryItem> | InventoryItem[]>('GET', path, { ...context, query: { per_page: 200 } }),
  );
}

/** Returns one item. Throws `ApiError` 404. */
export const getItem = (inventoryId: number, context: RequestContext = {}) =>
  request<InventoryItem>('GET', `/crm/inventory/inventory_id/${inventoryId}`, context);

/** Adds an item to the stock. */
export const createItem = (input: InventoryItemInput, context: RequestContext = {}) =>
  request<InventoryItem>('PUT', '/crm/inventory/', { ...context, body: input });

/** Changes the given keys of an item. Throws `ApiError` 409 for a state change that is not allowed. */
export const updateItem = (inventoryId: number, input: InventoryItemInput, context: RequestContext = {}) =>
  request<InventoryItem>('PATCH', `/crm/inventory/inventory_id/${inventoryId}`, { ...context, body: input });

/** Lists all kinds of stock. */
export async function listTemplates(context: RequestContext = {}): Promise<InventoryTemplate[]> {
  return rowsOf(
    await request<Page<InventoryTemplate> | InventoryTemplate[]>('GET', '/crm/inventory_template/', context),
  );
}

/** Returns one kind of stock. Throws `ApiError` 404. */
export const getTemplate = (templateId: number, context: RequestContext = {}) =>
  request<InventoryTemplate>('GET', `/crm/inventory_template/inventory_template_id/${templateId}`, context);

/** Creates a kind of stock. */
export const createTemplate = (input: InventoryTemplateInput, context: RequestContext = {}) =>
  request<InventoryTemplate>('PUT', '/crm/inventory_template/', { ...context, body: input });

/** Changes the given keys of a kind of stock. */
export const updateTemplate = (
  templateId: number,
  input: Partial<InventoryTemplateInput>,
  context: RequestContext = {},
) =>
  request<InventoryTemplate>('PATCH', `/crm/inventory_template/inventory_template_id/${templateId}`, {
    ...context,
    body: input,
  });

/** Removes a kind of stock that has no items. Throws `ApiError` 409 for one that has. */
export const deleteTemplate = (templateId: number, context: RequestContext = {}) =>
  request<InventoryTemplate>('DELETE', `/crm/inventory_template/inventory_template_id/${templateId}`, context);

/** Removes an item from the stock. */
export const deleteItem = (inventoryId: number, context: RequestContext = {}) =>
  request<InventoryItem>('DELETE', `/crm/inventory/inventory_id/${inventoryId}`, context);

/** Lists the items of a service. */
export async function listServiceItems(serviceId: number, context: RequestContext = {}): Promise<InventoryItem[]> {
  const path = `/crm/inventory/service_id/${serviceId}`;
  return rowsOf(await request<Page<InventoryItem> | InventoryItem[]>('GET', path, context));
}
