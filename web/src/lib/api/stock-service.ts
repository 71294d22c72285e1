import { request, type RequestContext } from './request.ts';

/** How much there is of a kind at a place. */
export interface StockLevel {
  inventory_template_id: number;
  item: string;
  item_location: string | null;
  available: number;
  reserved: number;
  total: number;
  states: Record<string, number>;
}

/** How much of a kind there should be, at a place or in all. */
export interface StockThreshold {
  threshold_id: number;
  inventory_template_id: number;
  item: string;
  item_location: string | null;
  minimum: number;
  available: number;
  is_low: boolean;
  low_since: string | null;
  reported_at: string | null;
}

/** An item on a map. */
export interface MapItem {
  inventory_id: number;
  item: string;
  item_state: string;
  itemtext1: string | null;
  item_location: string | null;
  latitude: number;
  longitude: number;
}

const thresholds = '/crm/inventory/stock_threshold';

/** Lists how much there is, by kind and place. */
export const listStockLevels = async (context: RequestContext = {}): Promise<StockLevel[]> =>
  (await request<{ data: StockLevel[] }>('GET', '/crm/inventory/stock_levels', context)).data;

/** Lists how much there should be. */
export const listThresholds = async (context: RequestContext = {}): Promise<StockThreshold[]> =>
  (await request<{ data: StockThreshold[] }>('GET', thresholds, context)).data;

/** Sets how much of a kind there should be. */
export const setThreshold = (body: { inventory_template_id: number; item_location: string | null; minimum: number }) =>
  request<StockThreshold>('PUT', thresholds, { body });

/** Removes a threshold. */
export const deleteThreshold = (thresholdId: number) =>
  request<StockThreshold>('DELETE', `${thresholds}/threshold_id/${thresholdId}`);

/** Lists the items that have coordinates. */
export const listMapItems = (filters: Record<string, readonly string[]>, context: RequestContext = {}) =>
  request<{ data: MapItem[]; is_complete: boolean }>('GET', '/crm/inventory/map', {
    ...context,
    query: {
      filters: JSON.stringify(Object.fromEntries(Object.entries(filters).filter(([, values]) => values.length > 0))),
    },
  });
