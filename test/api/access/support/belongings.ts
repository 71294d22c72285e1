import type { EntityManager } from '@mikro-orm/postgresql';
import type { Row, Tenant, TwoTenants } from './two-tenants.ts';

/** Columns that change by being used, such as the time a session was last seen. */
const volatile = new Set(['last_used', 'last_seen', 'last_login']);

/** All rows that are a tenant’s or refer to one of its rows, as text by which a change can be seen. */
export async function belongings(em: EntityManager, { tables, owned }: TwoTenants, tenant: Tenant): Promise<string> {
  const parts = [...tables.values()].flatMap(({ name, key, references }) => {
    const own = owned.has(name) && key !== undefined && tenant.rows.has(name) ? [condition(key, tenant.rows.get(name)?.[key])] : [];
    const pointing = [...references].flatMap(([column, target]) => {
      const targetKey = tables.get(target)?.key;
      const value = targetKey === undefined || !owned.has(target) ? undefined : tenant.rows.get(target)?.[targetKey];
      return value === undefined ? [] : [condition(column, value)];
    });
    const conditions = [...own, ...pointing];
    return conditions.length === 0 ? [] : [`select '${name}' as "table", to_jsonb(t) as row from "${name}" t where ${conditions.join(' or ')}`];
  });
  const rows = await em.fork().execute<{ table: string; row: Row }[]>(`select * from (${parts.join(' union all ')}) all_rows order by 1, 2::text`);
  return rows.map(({ table, row }) => `${table} ${JSON.stringify(Object.entries(row).filter(([column]) => !volatile.has(column)))}`).join('\n');
}

const condition = (column: string, value: unknown): string => `"${column}"::text = '${String(value).replaceAll("'", "''")}'`;

/** Lines of one state that the other has not. */
export const newLines = (before: string, after: string): string[] => {
  const known = new Set(before.split('\n'));
  return after.split('\n').filter((line) => !known.has(line));
};

/** What of a tenant an answer shows: the marks of its texts, or the numbers of its rows. */
export function leaks(text: string, { tables, owned }: TwoTenants, tenant: Tenant): string[] {
  const marks = [...new Set(text.match(new RegExp(`\\b${tenant.name}_\\w+`, 'g')))];
  const keys = [...owned].flatMap((name) => {
    const key = tables.get(name)?.key;
    const value = key === undefined ? undefined : tenant.rows.get(name)?.[key];
    return typeof value === 'number' && new RegExp(`\\b${value}\\b`).test(text) ? [`${name} ${value}`] : [];
  });
  return [...marks, ...keys];
}
