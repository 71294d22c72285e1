import type { Ctx } from '../../context.ts';
import type { Condition } from '../../find-page.ts';
import type { ItemState } from '../inventory-rules.ts';
import { itemScope } from '../item-scope.ts';
import { available } from '../reserve-stock.ts';

/** How much there is of a kind at a place; the place null stands for items without one. */
export interface StockLevel {
  inventory_template_id: number;
  item: string;
  item_location: string | null;
  /** Items that may be ordered now. */
  available: number;
  reserved: number;
  total: number;
  states: Partial<Record<ItemState, number>>;
}

interface LevelRow extends Omit<StockLevel, 'states'> {
  states: Partial<Record<ItemState, number>>;
}

/** Stock by kind and place (INV-6), of one kind or of all, as far as it exists for the caller; what was sold, lost or written off counts in `states` only. */
export async function stockLevels({ em, principal }: Ctx, item?: string): Promise<StockLevel[]> {
  const conditions: Condition[] = [...(item === undefined ? [] : [{ sql: 'i.item = ?', params: [item] }]), ...itemScope(principal)];
  return em.execute<LevelRow[]>(
    `select inventory_template_id, item, item_location, sum(available)::int as available, sum(reserved)::int as reserved, sum(total)::int as total,
            jsonb_object_agg(item_state, total) as states
       from (select i.inventory_template_id, i.item, i.item_location, i.item_state, count(*) as total,
                    count(*) filter (where ${available('i')}) as available,
                    count(*) filter (where i.reserved_provision_id is not null) as reserved
               from inventory i ${conditions.length === 0 ? '' : `where ${conditions.map(({ sql }) => `(${sql})`).join(' and ')}`}
              group by 1, 2, 3, 4) counted
      group by 1, 2, 3 order by item, item_location nulls last`,
    conditions.flatMap(({ params }) => params ?? []),
  );
}
