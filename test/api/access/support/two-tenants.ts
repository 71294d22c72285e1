import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createVault } from '../../../../domain/settings/vault.ts';
import { nobodysPasswordHash } from './callers.ts';
import { type Column, ownedTables, readTables, type Table } from './database-shape.ts';
import { insertRow } from './insert-row.ts';

export type Row = Record<string, unknown>;

/** The `jwt_secret` of the API whose database is filled; what is stored sealed opens with it. */
export const worldSecret = 'test-secret-that-is-32-characters-long';

/** One customer with a row in every table there is. */
export interface Tenant {
  name: 'mine' | 'theirs';
  rows: Map<string, Row>;
}

export interface TwoTenants {
  tables: Map<string, Table>;
  owned: Set<string>;
  mine: Tenant;
  theirs: Tenant;
}

/**
 * Values that the columns’ types alone do not tell, as `table.column` or `column`. A table that cannot be filled by itself
 * fails the tests with the database’s words; say here what it needs.
 */
const special: Record<string, unknown> = {
  service_type: 'mobile',
  password_hash: nobodysPasswordHash,
  'inventory_import.header': '[]',
  'inventory_import_line.cells': createVault({ jwt_secret: worldSecret }).seal('inventory.import_row', '["cell"]'),
  'promo_code.product_ids': '[]',
  'provision.provisioning_status': 1,
  'provision.attempt': 0,
  'provision_event.provisioning_status': 0,
  'refresh_token.expires_at': new Date(Date.now() + 86_400_000),
};

/** What a table’s text columns say: whose row it is, or that it is nobody’s. */
export const mark = (tenant: Tenant['name'], owned: boolean): string => (owned ? `${tenant}_` : `shared_${tenant === 'mine' ? 1 : 2}_`);

/** Gives two customers one row each in every table, referring to one another within the tenant; the second one’s keys start at 990,001. */
export async function makeTwoTenants(em: EntityManager): Promise<TwoTenants> {
  const tables = await readTables(em);
  const owned = ownedTables(tables);
  const mine = await makeTenant(em, tables, owned, 'mine', 770_000);
  const theirs = await makeTenant(em, tables, owned, 'theirs', 990_000);
  return { tables, owned, mine, theirs };
}

/** Tables whose rows the system makes by itself. */
const left = new Set(['seeded_role', 'permission']);

async function makeTenant(em: EntityManager, tables: Map<string, Table>, owned: Set<string>, name: Tenant['name'], firstKey: number): Promise<Tenant> {
  const rows = new Map<string, Row>();
  const waiting = [...tables.values()].filter((table) => !left.has(table.name) && !isSingle(table));
  let key = firstKey;
  while (waiting.length > 0) {
    const made = (table: Table) => (target: string) => target === table.name || rows.has(target) || !waiting.some((one) => one.name === target);
    const complete = waiting.findIndex((table) => [...table.references.values()].every(made(table)));
    const at = complete >= 0 ? complete : waiting.findIndex((table) => requiredTargets(table).every(made(table)));
    const [table] = waiting.splice(Math.max(at, 0), 1);
    if (table === undefined) break;
    key += 1;
    rows.set(table.name, await storeRow(em, table, valuesOf(table, { tables, rows, text: mark(name, owned.has(table.name)), key })));
  }
  for (const table of tables.values()) await linkLateRows(em, tables, table, rows);
  return { name, rows };
}

/** A table of one row for the whole system, such as the end of a chain. */
const isSingle = ({ columns, key }: Table): boolean => columns.some(({ name, type }) => name === key && type === 'bool');

const requiredTargets = ({ references, columns }: Table): string[] =>
  [...references].flatMap(([column, target]) => (columns.some(({ name, required }) => name === column && required) ? [target] : []));

function valuesOf(table: Table, { tables, rows, text, key }: { tables: Map<string, Table>; rows: Map<string, Row>; text: string; key: number }): Row {
  const values: Row = {};
  for (const column of table.columns) {
    const target = table.references.get(column.name);
    const value =
      special[`${table.name}.${column.name}`] ??
      special[column.name] ??
      (column.name === table.key && target === undefined
        ? keyValue(column, key, text)
        : target === undefined
          ? plainValue(column, text)
          : referredKey(tables, rows, target, column));
    if (value !== undefined) values[column.name] = value;
  }
  return values;
}

const keyValue = ({ type, name }: Column, key: number, text: string): unknown =>
  type.startsWith('int') ? key : type === 'uuid' ? randomUUID() : `${text}${name}`;

function referredKey(tables: Map<string, Table>, rows: Map<string, Row>, target: string, { required }: Column): unknown {
  const row = rows.get(target);
  const key = tables.get(target)?.key;
  if (row !== undefined && key !== undefined) return row[key];
  return left.has(target) && required ? 1 : undefined;
}

/** Text wherever it may stand; the rest only where it must. */
function plainValue(column: Column, text: string): unknown {
  const { name, type, required, hasDefault, words, maxLength } = column;
  if (hasDefault) return undefined;
  if (words.length > 0) return required ? words[0] : undefined;
  const isText = /^(text|varchar|citext|bpchar)$/.test(type);
  if (!required && (!isText || /password|secret|sealed|hash|encrypted|_list$|(^|_)icon|locale|currency|timezone/.test(name))) return undefined;
  if (type === 'uuid') return randomUUID();
  if (!isText) return byType[type] ?? (type.startsWith('_') ? '{}' : 1);
  if (name.includes('json')) return JSON.stringify({ note: `${text}${name}` });
  const value = name.includes('email') ? `${text}${name}@example.com` : `${text}${name}`;
  return value.slice(0, maxLength ?? 1000);
}

const byType: Row = {
  bool: false,
  timestamptz: new Date(),
  timestamp: new Date(),
  date: '2026-01-01',
  json: '{}',
  jsonb: '{}',
  inet: '192.0.2.1',
  bytea: Buffer.alloc(32),
  interval: '1 day',
};

async function storeRow(em: EntityManager, table: Table, values: Row): Promise<Row> {
  try {
    return await insertRow(em, table, values);
  } catch (error) {
    const made = await rowOfTrigger(em, table, values);
    if (made !== undefined) return made;
    const reason = error instanceof Error ? error.message.split(' - ').at(-1) : String(error);
    throw new Error(
      `The access tests cannot make a row of the table ${table.name}: ${reason}. Say in “special” of two-tenants.ts what its columns must hold.`,
      { cause: error },
    );
  }
}

/** A row about the tenant's other rows that a trigger has made already. */
async function rowOfTrigger(em: EntityManager, { name, references }: Table, values: Row): Promise<Row | undefined> {
  const about = [...references.keys()].filter((column) => values[column] !== undefined);
  if (about.length === 0) return undefined;
  const [row] = await em.execute<Row[]>(
    `select * from "${name}" where ${about.map((column) => `"${column}"::text = ?`).join(' and ')} limit 1`,
    about.map((column) => String(values[column])),
  );
  return row;
}

/** References to rows that were made later. */
async function linkLateRows(em: EntityManager, tables: Map<string, Table>, table: Table, rows: Map<string, Row>): Promise<void> {
  const row = rows.get(table.name);
  if (row === undefined || table.key === undefined) return;
  for (const [column, target] of table.references) {
    const key = tables.get(target)?.key;
    const value = key === undefined || target === table.name ? undefined : rows.get(target)?.[key];
    if (row[column] !== null || value === undefined) continue;
    // Some tables take no updates; their row keeps what it was made with.
    const [linked] = await em
      .execute<Row[]>(`update "${table.name}" set "${column}" = ? where "${table.key}" = ? returning *`, [value, row[table.key]])
      .catch(() => []);
    Object.assign(row, linked);
  }
}
