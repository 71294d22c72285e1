import type { Ctx } from '../context.ts';
import { type Columns, recordJson, type RecordJson, selectList } from '../record.ts';
import { isTenant } from '../identity/scope.ts';
import { toPage, type Page } from '../paging.ts';
import { findItem } from './get-item.ts';

/** What the contract shows of something that happened to an item. */
export const historyColumns = {
  history_id: 'int',
  happened_at: 'instant',
  kind: ['created', 'changed', 'removed'],
  from_state: 'text?',
  to_state: 'text?',
  from_customer_id: 'int?',
  to_customer_id: 'int?',
  from_service_id: 'int?',
  to_service_id: 'int?',
  from_location: 'text?',
  to_location: 'text?',
  from_reserved_provision_id: 'int?',
  to_reserved_provision_id: 'int?',
  provision_id: 'int?',
  import_id: 'int?',
  user_id: 'int?',
  actor: 'text?',
} as const satisfies Columns;

/** Names a reader would else have to look up. */
export type HistoryJson = RecordJson<typeof historyColumns> & { from_customer_name: string | null; to_customer_name: string | null };

interface HistoryRow {
  page_total: number;
  from_customer_name: string | null;
  to_customer_name: string | null;
}

/** What happened to an item (INV-2), newest first. Throws `not_found` also for what is not the caller's; other customers' part of it is staff's alone. */
export async function itemHistory(ctx: Ctx, inventoryId: number, query: { page: number; per_page: number }): Promise<Page<HistoryJson>> {
  await findItem(ctx.em, ctx.principal, inventoryId);
  const own = isTenant(ctx.principal) ? ctx.principal.customerId : null;
  const rows = await ctx.em.execute<HistoryRow[]>(
    `select count(*) over ()::int as page_total, ${selectList(historyColumns, 'h')}, f.customer_name as from_customer_name, t.customer_name as to_customer_name
       from inventory_history h
       left join customer f on f.customer_id = h.from_customer_id
       left join customer t on t.customer_id = h.to_customer_id
      where h.inventory_id = ? ${own === null ? '' : 'and h.to_customer_id = ? and coalesce(h.from_customer_id, h.to_customer_id) = h.to_customer_id'}
      order by h.history_id desc limit ? offset ?`,
    [inventoryId, ...(own === null ? [] : [own]), query.per_page, (query.page - 1) * query.per_page],
  );
  const shown = rows.map((row) => ({
    ...recordJson(historyColumns, numbered(row)),
    from_customer_name: row.from_customer_name,
    to_customer_name: row.to_customer_name,
  }));
  const data = own === null ? shown : shown.map((entry) => ({ ...entry, actor: null, user_id: null }));
  return toPage(data, rows[0]?.page_total ?? 0, query);
}

/** bigint comes as text. */
const numbered = (row: object): object => ({ ...row, history_id: Number((row as { history_id?: unknown }).history_id) });
