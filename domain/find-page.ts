import type { EntityManager } from '@mikro-orm/postgresql';
import { knownTotal, rememberTotal } from './big-totals.ts';
import { invalid } from './errors.ts';
import { type ListQuery, type Page, toPage } from './paging.ts';

/** A condition in SQL with its parameters; `?` stands for one. */
export interface Condition {
  sql: string;
  params?: readonly unknown[];
}

/** A list in SQL: what is selected, from where, and in which order. */
export interface PageSource {
  /** Columns, e.g. `c.customer_id, c.customer_name`. */
  select: string;
  /** Tables the conditions need, e.g. `customer c`. */
  from: string;
  /** Joins that only the shown columns or the order need; counting leaves them out, so they must not drop or repeat rows. */
  join?: string;
  where: readonly Condition[];
  /** ORDER BY without the words; it must be total, or pages overlap. */
  orderBy: string;
  /** Primary key of the one table in `from`: the page is then found in the order's index and only its rows are read. */
  key?: string;
}

/** Reads one page and the number of all rows in one statement, without building entities; the rows come as PostgreSQL sends them. */
export async function findPage<Row extends object>(em: EntityManager, source: PageSource, query: Pick<ListQuery, 'page' | 'per_page'>): Promise<Page<Row>> {
  const where = source.where.length === 0 ? '' : `where ${source.where.map(({ sql }) => `(${sql})`).join(' and ')}`;
  const params = source.where.flatMap((condition) => condition.params ?? []);
  const count = `select count(*)::int as page_total from ${source.from} ${where}`;
  const list = JSON.stringify([count, params]);
  const known = knownTotal(list);
  const rows = await em.execute<(Row & { page_total: number })[]>(
    `with counted as (${known === undefined ? count : 'select ?::int as page_total'})
     select counted.page_total, page.* from counted left join lateral (${pageSql(source, where)}) page on true`,
    [...(known === undefined ? params : [known]), ...params, query.per_page, (query.page - 1) * query.per_page],
  );
  const found = rows.filter((row) => (row as { page_row?: boolean | null }).page_row === true);
  const total = rows[0]?.page_total ?? 0;
  if (known === undefined) rememberTotal(list, total);
  return toPage(found, total, query);
}

function pageSql({ select, from, join = '', orderBy, key }: PageSource, where: string): string {
  if (key === undefined) return `select true as page_row, ${select} from ${from} ${join} ${where} order by ${orderBy} limit ? offset ?`;
  return `select true as page_row, ${select}
            from (select ${key} as page_key from ${from} ${where} order by ${orderBy} limit ? offset ?) found
            join ${from} on ${key} = found.page_key ${join} order by ${orderBy}`;
}

/**
 * ORDER BY of a list, made total by the key. Empty values come last either way; that is said only for columns that can
 * be empty, because PostgreSQL reads an index backwards for a plain DESC but not for DESC NULLS LAST.
 */
export function ordering(column: string, order: ListQuery['order'], key: string, canBeEmpty = false): string {
  const first = `${column} ${order}${canBeEmpty ? ' nulls last' : ''}`;
  return column === key ? first : `${first}, ${key} ${order}`;
}

/** Conditions of `filters`: a column must have one of the given values; null stands for empty, an unknown name is a fault. */
export function filterConditions(filters: ListQuery['filters'], columns: Readonly<Record<string, string>>): Condition[] {
  return Object.entries(filters).flatMap(([key, values]) => {
    const column = Object.hasOwn(columns, key) ? columns[key] : undefined;
    if (column === undefined) throw invalid('filters', `Cannot filter by “${key}”; use ${Object.keys(columns).join(', ')}.`);
    if (values.length === 0) return [];
    const given = values.filter((value) => value !== null).map(String);
    const orEmpty = given.length < values.length ? ` or ${column} is null` : '';
    return [{ sql: `${column}::text = any(array[?]::text[])${orEmpty}`, params: [given] }];
  });
}
