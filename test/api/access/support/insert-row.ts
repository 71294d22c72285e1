import type { EntityManager } from '@mikro-orm/postgresql';
import type { Column, Table } from './database-shape.ts';
import type { Row } from './two-tenants.ts';

/** A row as the database stored it, or why it did not. */
type Outcome = { row: Row } | { values: Row; error: Error; constraint: string | undefined };

/** Stores a row; when a CHECK refuses it, values that fit are looked for. Throws the database's own words when there are none. */
export async function insertRow(em: EntityManager, table: Table, values: Row): Promise<Row> {
  let outcome = await insert(em, table, values);
  // Each round satisfies one more CHECK.
  for (let round = 0; !('row' in outcome) && outcome.constraint !== undefined && round < 6; round += 1) {
    const better = await satisfied(em, table, outcome.values, outcome.constraint);
    if (better === undefined) break;
    outcome = better;
  }
  if ('row' in outcome) return outcome.row;
  throw outcome.error;
}

async function insert(em: EntityManager, table: Table, values: Row): Promise<Outcome> {
  const names = Object.keys(values);
  const sql = `insert into "${table.name}" (${names.map((name) => `"${name}"`).join(', ')}) overriding system value values (${names.map(() => '?').join(', ')}) returning *`;
  try {
    const [row] = await em.execute<Row[]>(sql, Object.values(values));
    return { row: row ?? values };
  } catch (error) {
    const found = error instanceof Error ? error : new Error(String(error));
    const { code, constraint } = (found.cause ?? found) as { code?: string; constraint?: string };
    return { values, error: found, constraint: code === '23514' ? constraint : undefined };
  }
}

/** The first row of other values that this CHECK does not refuse. */
async function satisfied(em: EntityManager, table: Table, values: Row, constraint: string): Promise<Outcome | undefined> {
  const names = await em.execute<{ name: string }[]>(
    `select a.attname as name from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
      where k.conname = ? and k.conrelid = ?::regclass and not k.conkey && coalesce((select p.conkey from pg_constraint p where p.conrelid = k.conrelid and p.contype = 'p'), '{}')`,
    [constraint, `"${table.name}"`],
  );
  const columns = names.flatMap(({ name }) => table.columns.filter((column) => column.name === name && !table.references.has(name)));
  for (const change of combinations(columns).slice(0, 300)) {
    const changed = Object.fromEntries(Object.entries({ ...values, ...change }).filter(([, value]) => value !== undefined));
    const outcome = await insert(em, table, changed);
    if ('row' in outcome || outcome.constraint !== constraint) return outcome;
  }
  return undefined;
}

const combinations = (columns: readonly Column[]): Row[] =>
  columns.reduce<Row[]>((rows, column) => rows.flatMap((row) => candidates(column).map((value) => ({ ...row, [column.name]: value }))), [{}]);

/** Values worth trying; undefined leaves the column out. */
function candidates({ type, required, hasDefault, words }: Column): unknown[] {
  const none = required && !hasDefault ? [] : [undefined];
  if (words.length > 0) return [...words, ...none];
  if (/^(int|numeric|float)/.test(type)) return [...none, 1, 10, 0, 100, -1, 0.5];
  if (type === 'bool') return [...none, false, true];
  if (/^(timestamp|date)/.test(type)) return [...none, new Date(), new Date(Date.now() + 86_400_000), new Date(0)];
  if (/^jsonb?$/.test(type)) return [...none, '{}', '[]'];
  return [...none, 'a', 'A', 'AAA', 'aa', 'EUR', '1', '000', '[]', '{}', 'a@example.com', '#000000', ''];
}
