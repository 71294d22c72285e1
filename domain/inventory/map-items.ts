import type { Ctx } from '../context.ts';
import { filterConditions } from '../find-page.ts';
import type { ListQuery } from '../paging.ts';
import { itemScope } from './item-scope.ts';

/** An item as a map shows it; degrees are WGS 84. */
export interface MapItem {
  inventory_id: number;
  item: string;
  item_state: string;
  itemtext1: string | null;
  item_location: string | null;
  latitude: number;
  longitude: number;
}

/** Most items one map shows. */
export const mostMapItems = 5000;

/** Items with coordinates inside a box (INV-8), newest first; `is_complete` is false when there are more than a map shows. */
export async function mapItems(
  { em, principal }: Ctx,
  query: Pick<ListQuery, 'filters'> & { west: number; south: number; east: number; north: number },
): Promise<{ data: MapItem[]; is_complete: boolean }> {
  const where = [
    { sql: 'i.latitude between ? and ?', params: [query.south, query.north] },
    // A box across the 180th meridian has its west east of its east.
    query.west <= query.east
      ? { sql: 'i.longitude between ? and ?', params: [query.west, query.east] }
      : { sql: 'i.longitude >= ? or i.longitude <= ?', params: [query.west, query.east] },
    ...filterConditions(query.filters, { item: 'i.item', item_state: 'i.item_state' }),
    ...itemScope(principal),
  ];
  const rows = await em.execute<MapItem[]>(
    `select i.inventory_id, i.item, i.item_state, i.itemtext1, i.item_location, i.latitude, i.longitude from inventory i
      where ${where.map(({ sql }) => `(${sql})`).join(' and ')} order by i.inventory_id desc limit ?`,
    [...where.flatMap(({ params = [] }) => params), mostMapItems + 1],
  );
  return { data: rows.slice(0, mostMapItems), is_complete: rows.length <= mostMapItems };
}
