import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { searchedDigits } from '../customers/phone-number.ts';
import { type Condition, filterConditions, findPage, ordering } from '../find-page.ts';
import { type Principal, satisfies } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { selectList } from '../record.ts';
import {
  itemColumns,
  itemJson,
  type ItemJson,
  type ItemView,
  type ListedItemJson,
  playItemColumns,
  secretItemColumns,
  staffItemColumns,
} from './inventory-columns.ts';
import { InventoryTemplate } from './inventory-template.entity.ts';
import { itemScope, playItems } from './item-scope.ts';
import { available } from './reserve-stock.ts';

const { has_management_password: _made, ...storedColumns } = staffItemColumns;
const select = selectList({ ...itemColumns, ...storedColumns, ...playItemColumns }, 'i');
const selectAll = selectList({ ...itemColumns, ...storedColumns, ...playItemColumns, ...secretItemColumns }, 'i');
const sortable = [
  'inventory_id',
  'item',
  'item_state',
  'item_location',
  'customer_id',
  'service_id',
  'itemtext1',
  'itemtext2',
  'retail_cost',
  'wholesale_cost',
  'sold_date',
  'created',
  'last_modified',
] as const;
const canBeEmpty: readonly string[] = ['item_location', 'customer_id', 'service_id', 'itemtext1', 'itemtext2', 'sold_date'];
const filters = {
  item: 'i.item',
  item_state: 'i.item_state',
  item_location: 'i.item_location',
  customer_id: 'i.customer_id',
  service_id: 'i.service_id',
  inventory_template_id: 'i.inventory_template_id',
  inventory_id: 'i.inventory_id',
};

/** A page of the stock that exists for the caller, searched by number or by its first two columns (ICCID, IMSI, telephone number, MAC …). */
export async function listItems({ em, principal }: Ctx, query: ListQuery): Promise<Page<ListedItemJson>> {
  return itemsPage(em, principal, query, [...filterConditions(query.filters, filters), ...itemScope(principal)]);
}

/** A page of what may be ordered of a kind of stock (chapter 21), as far as its template offers it to staff or customers. */
export async function listAvailableItems(
  { em, principal }: Ctx,
  query: ListQuery & { item: string; item_location?: string | undefined },
): Promise<Page<ListedItemJson>> {
  const audience = isTenant(principal) ? 'allow_dropdown_customer' : 'allow_dropdown_staff';
  const where: Condition[] = [
    { sql: 'i.item = ?', params: [query.item] },
    { sql: available('i') },
    { sql: `exists (select from inventory_template t where t.inventory_template_id = i.inventory_template_id and t.${audience})` },
  ];
  if (query.item_location !== undefined) where.push({ sql: 'i.item_location = ?', params: [query.item_location] });
  return itemsPage(em, principal, query, where);
}

/** All items of a customer or service, oldest first; who may see them has been settled. */
export async function listItemsOf({ em, principal }: Ctx, owner: 'customer_id' | 'service_id', id: number, view: ItemView = {}): Promise<ItemJson[]> {
  const play = principal.play;
  const condition = play === undefined || owner === 'service_id' ? { sql: `i.${owner} = ?`, params: [id] } : playItems(play.provisionId);
  const rows = await em.execute<TemplatedRow[]>(`select ${selectAll} from inventory i where ${condition.sql} order by i.inventory_id`, [
    ...(condition.params ?? []),
  ]);
  return shownItems(em, principal, rows, view);
}

/** The rows of a list, all pages of it, as one statement. */
export function listQueryOf({ principal }: Pick<Ctx, 'principal'>, query: ListQuery): { sql: string; params: readonly unknown[] } {
  const where = [...filterConditions(query.filters, filters), ...itemScope(principal), ...(query.search === undefined ? [] : [searched(query.search)])];
  const conditions = where.length === 0 ? '' : `where ${where.map(({ sql }) => `(${sql})`).join(' and ')}`;
  return {
    sql: `select ${select} from inventory i ${conditions} order by ${orderOf(query)}`,
    params: where.flatMap(({ params = [] }) => params),
  };
}

function orderOf(query: ListQuery): string {
  const column = sortColumn(query, sortable, 'inventory_id');
  return ordering(`i.${column}`, query.order, 'i.inventory_id', canBeEmpty.includes(column));
}

async function itemsPage(em: EntityManager, principal: Principal, query: ListQuery, where: Condition[]): Promise<Page<ListedItemJson>> {
  if (query.search !== undefined) where.push(searched(query.search));
  const source = {
    select: `${select}, c.customer_name`,
    from: 'inventory i',
    join: 'left join customer c on c.customer_id = i.customer_id',
    where,
    orderBy: orderOf(query),
    key: 'i.inventory_id',
  };
  const page = await findPage<TemplatedRow & { customer_name: string | null }>(em, source, query);
  const seesCustomers = satisfies(principal, { permission: 'view_customer', own: 'view_own_customer' });
  const items = await shownItems(em, principal, page.data, { inList: true });
  const nameOf = (at: number): string | null => (seesCustomers ? (page.data[at]?.customer_name ?? null) : null);
  // A template may label one of its own columns so; its value stays under that key.
  return { ...page, data: items.map((item, at) => ({ customer_name: nameOf(at), ...item }) as ListedItemJson) };
}

function searched(search: string): Condition {
  const like = containing(search);
  const digits = searchedDigits(search);
  const byNumber = /^\d{1,9}$/.test(search);
  return {
    sql: `i.itemtext1 ilike ? or i.itemtext2 ilike ?${digits === undefined ? '' : ' or i.itemtext1 like ?'}${byNumber ? ' or i.inventory_id = ?' : ''}`,
    params: [like, like, ...(digits === undefined ? [] : [`%${digits}%`]), ...(byNumber ? [Number(search)] : [])],
  };
}

interface TemplatedRow {
  inventory_template_id: number;
}

/** Shows rows under their templates' labels. */
export async function shownItems(em: EntityManager, principal: Principal, rows: TemplatedRow[], view: ItemView = {}): Promise<ItemJson[]> {
  const ids = [...new Set(rows.map((row) => row.inventory_template_id))];
  const templates = new Map(
    (await em.find(InventoryTemplate, { inventory_template_id: { $in: ids } })).map((template) => [template.inventory_template_id, template]),
  );
  return rows.map((row) => itemJson(principal, row, templates.get(row.inventory_template_id) ?? {}, view));
}
