import type { EntityManager } from '@mikro-orm/postgresql';
import type { Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';

type Values = Record<string, unknown> | null;

/** An entry as far as it names records by their numbers. */
interface Told {
  entity_kind: string;
  entity_id: string | null;
  before: Values;
  after: Values;
}

/** What numbers in entries stand for. */
export interface RecordNames {
  /** The record's name where the column holds its number and it is known; the value itself else. */
  valueOf(column: string, value: unknown): unknown;
  /** What an item's template calls one of its texts, e.g. ICCID. */
  textLabel(inventoryId: string | null, column: string): string | undefined;
}

interface Source {
  columns: readonly string[];
  sql: string;
  /** Has a `customer_id`, by which a customer's user is kept to its own. */
  owned?: boolean;
}

const person = `coalesce(nullif(trim(first_name || ' ' || last_name), ''), email::text)`;
const sources: Readonly<Record<string, Source>> = {
  product: { columns: ['product_id'], sql: 'select product_id, product_name from product where product_id' },
  service: { columns: ['service_id', 'bundled_parent'], sql: 'select service_id, service_name from service where service_id', owned: true },
  site: { columns: ['site_id'], sql: 'select site_id, site_name from customer_site where site_id', owned: true },
  contact: {
    columns: ['contact_id'],
    sql: `select contact_id, trim(contact_firstname || ' ' || coalesce(contact_lastname, '')) from customer_contact where contact_id`,
    owned: true,
  },
  template: { columns: ['inventory_template_id'], sql: 'select inventory_template_id, item from inventory_template where inventory_template_id' },
  customer: { columns: ['customer_id'], sql: 'select customer_id, customer_name from customer where customer_id', owned: true },
  user: { columns: ['initiating_user', 'impersonating_user', 'user_id', 'created_by'], sql: `select id, ${person} from app_user where id` },
};
const kindOf = new Map(Object.entries(sources).flatMap(([kind, { columns }]) => columns.map((column) => [column, kind] as const)));

/** Reads, for a page of entries at once, the names of the records they speak of, as they are now. A customer's user is told no other customer and none of the staff. */
export async function recordNames(em: EntityManager, principal: Principal, rows: readonly Told[]): Promise<RecordNames> {
  const names = await readNames(em, principal, wanted(rows));
  const labels = await readTextLabels(em, rows);
  return {
    valueOf: (column, value) => names.get(`${kindOf.get(column)} ${String(value)}`) ?? value,
    textLabel: (inventoryId, column) => labels.get(inventoryId ?? '')?.[`${column}_label`] ?? undefined,
  };
}

/** Numbers by kind, each as PostgreSQL writes a list. */
function wanted(rows: readonly Told[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  for (const [column, value] of rows.flatMap(({ before, after }) => [...Object.entries(before ?? {}), ...Object.entries(after ?? {})])) {
    const kind = kindOf.get(column);
    if (kind === undefined || typeof value !== 'number') continue;
    found.set(kind, (found.get(kind) ?? new Set()).add(value));
  }
  return found;
}

async function readNames(em: EntityManager, principal: Principal, ids: Map<string, Set<number>>): Promise<Map<string, string>> {
  const tenant = isTenant(principal);
  const asked = [...ids].flatMap(([kind, numbers]) => {
    const { sql = '', owned = false } = sources[kind] ?? {};
    if (tenant && kind === 'user') return [];
    const list = `{${[...numbers].join(',')}}`;
    return tenant && owned
      ? [{ sql: `select '${kind}', n.* from (${sql} = any(?::int[]) and customer_id = ?) n`, params: [list, principal.customerId] }]
      : [{ sql: `select '${kind}', n.* from (${sql} = any(?::int[])) n`, params: [list] }];
  });
  if (asked.length === 0) return new Map();
  const rows = await em.execute<{ kind: string; id: number; name: string | null }[]>(
    `select * from (${asked.map(({ sql }) => sql).join(' union all ')}) named (kind, id, name)`,
    asked.flatMap(({ params }) => params),
  );
  return new Map(rows.flatMap(({ kind, id, name }) => (name ? [[`${kind} ${id}`, name] as const] : [])));
}

async function readTextLabels(em: EntityManager, rows: readonly Told[]): Promise<Map<string, Record<string, string | null>>> {
  const items = rows.flatMap(({ entity_kind, entity_id }) => (entity_kind === 'inventory' && /^\d{1,9}$/.test(entity_id ?? '') ? [entity_id] : []));
  if (items.length === 0) return new Map();
  const found = await em.execute<{ id: string; labels: Record<string, string | null> }[]>(
    `select i.inventory_id::text as id, to_jsonb(t) as labels from inventory i join inventory_template t using (inventory_template_id)
      where i.inventory_id = any(?::int[])`,
    [`{${items.join(',')}}`],
  );
  return new Map(found.map(({ id, labels }) => [id, labels]));
}
