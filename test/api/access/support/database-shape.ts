import type { EntityManager } from '@mikro-orm/postgresql';

export interface Column {
  name: string;
  type: string;
  required: boolean;
  hasDefault: boolean;
  maxLength: number | null;
  /** What a CHECK allows, when it lists words. */
  words: string[];
}

/** A table as PostgreSQL knows it, so that tests meet new tables by themselves. */
export interface Table {
  name: string;
  /** Its primary key, when that is one column. */
  key: string | undefined;
  columns: Column[];
  /** Column → table it refers to, by constraint or by the name of that table's key. */
  references: Map<string, string>;
}

const columnsSql = `
  select t.table_name as "table", c.column_name as name, c.udt_name as type, c.is_nullable = 'NO' as required, c.character_maximum_length as "maxLength",
         c.column_default is not null or c.is_identity = 'YES' or c.is_generated = 'ALWAYS' as "hasDefault"
    from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
   where t.table_schema = 'public' and t.table_type = 'BASE TABLE' and t.table_name not like 'mikro_orm%' order by t.table_name, c.ordinal_position`;

const constraintsSql = `
  select k.contype as kind, r.relname as "table", a.attname as "column", f.relname as target, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class r on r.oid = k.conrelid join pg_namespace n on n.oid = r.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = r.oid and a.attnum = k.conkey[1] left join pg_class f on f.oid = k.confrelid
   where cardinality(k.conkey) = 1 and k.contype in ('p', 'f', 'c')`;

interface Constraint {
  kind: 'p' | 'f' | 'c';
  table: string;
  column: string;
  target: string | null;
  definition: string;
}

/** Reads all tables of the schema. */
export async function readTables(em: EntityManager): Promise<Map<string, Table>> {
  const columns = await em.execute<(Column & { table: string })[]>(columnsSql);
  const constraints = await em.execute<Constraint[]>(constraintsSql);
  const tables = new Map<string, Table>();
  for (const { table, ...column } of columns) {
    const known = tables.get(table) ?? { name: table, key: undefined, columns: [], references: new Map<string, string>() };
    known.columns.push({ ...column, words: [] });
    tables.set(table, known);
  }
  for (const { kind, table: name, column, target, definition } of constraints) {
    const table = tables.get(name);
    if (kind === 'p' && table) table.key = column;
    if (kind === 'f' && target !== null) table?.references.set(column, target);
    const checked = table?.columns.find((one) => one.name === column);
    if (kind === 'c' && checked && /= ANY \(/.test(definition)) checked.words = [...definition.matchAll(/'([^']*)'::/g)].map((match) => match[1] ?? '');
  }
  addNamedReferences(tables);
  return tables;
}

/** False for a table whose key is another table's, which it only adds to. */
export const hasOwnKey = ({ key, references }: Table): boolean => key !== undefined && !references.has(key);

/** `service_id` of another table means a service, with or without a constraint. */
function addNamedReferences(tables: Map<string, Table>): void {
  const typeOf = (table: Table | undefined, column: string): string | undefined => table?.columns.find(({ name }) => name === column)?.type;
  const keys = new Map([...tables.values()].filter((table) => hasOwnKey(table) && table.key !== 'id').map(({ key, name }) => [key ?? '', name]));
  for (const table of tables.values()) {
    for (const { name, type } of table.columns) {
      const target = keys.get(name);
      if (target !== undefined && typeOf(tables.get(target), name) === type && target !== table.name && !table.references.has(name))
        table.references.set(name, target);
    }
  }
}

/** References that say who did something, not whose it is. */
const byWhom = /(_by|_user|_user_id|_by_id)$|^(actor|impersonat)/;

/** Names of the tables whose rows belong to a customer, directly or through another row. */
export function ownedTables(tables: ReadonlyMap<string, Table>): Set<string> {
  const owned = new Set(['customer']);
  for (let before = 0; before !== owned.size;) {
    before = owned.size;
    for (const { name, references } of tables.values()) {
      if ([...references].some(([column, target]) => owned.has(target) && !byWhom.test(column))) owned.add(name);
    }
  }
  return owned;
}
