import type { EntityManager } from '@mikro-orm/postgresql';
import type { Row, TwoTenants } from '../access/support/two-tenants.ts';

export const marker = 'smuggled_in';
export const smuggledNumber = 424_242;

export type Snapshot = Map<string, Row>;

/** All rows of all tables, by table and key. */
export async function snapshot(em: EntityManager, { tables }: TwoTenants): Promise<Snapshot> {
  const parts = [...tables.values()].map(({ name }) => `select '${name}' as "table", to_jsonb(t) as row from "${name}" t`);
  const rows = await em.fork().execute<{ table: string; row: Row }[]>(parts.join(' union all '));
  return new Map(
    rows.map(({ table, row }) => {
      const key = tables.get(table)?.key;
      return [`${table} ${key === undefined ? JSON.stringify(row) : String(row[key])}`, row];
    }),
  );
}

/** Tables that record what was asked for, or are made from other tables. */
const records = /^(activity|audit|login_failure|rate|search_document)/;

export interface Change {
  table: string;
  column: string;
  value: unknown;
  isNew: boolean;
}

/** Columns of new and changed rows. */
export const changes = (before: Snapshot, after: Snapshot): Change[] =>
  [...after].flatMap(([name, row]) => {
    const old = before.get(name);
    const table = name.split(' ', 1)[0] ?? '';
    const changed = Object.entries(row).filter(([column, value]) => value !== null && JSON.stringify(old?.[column]) !== JSON.stringify(value));
    return records.test(name) ? [] : changed.map(([column, value]) => ({ table, column, value, isNew: old === undefined }));
  });

const told = ({ table, column, value }: Change): string => `${table}.${column}=${JSON.stringify(value).slice(0, 80)}`;

/** Changes that hold what only the extra fields said; what the documented fields bring about by themselves is none. */
export function smuggled(documented: readonly Change[], all: readonly Change[], extras: Row): string[] {
  const usual = new Set(documented.map(told));
  const found = all.filter((change) => {
    const { column, value, isNew } = change;
    const text = JSON.stringify(value);
    const isTold = Object.hasOwn(extras, column) && text === JSON.stringify(extras[column]) && typeof value !== 'boolean';
    const isMarked = text.includes(marker) || value === smuggledNumber || text.includes('2001-02-03');
    const isSwitched = value === true && !isNew && Object.hasOwn(extras, column);
    return (isTold || isMarked || isSwitched) && !usual.has(told(change));
  });
  return found.map(told);
}
