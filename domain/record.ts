/** What a column holds; `?` marks one that may be empty, a list of words one that holds one of them. */
export type ColumnKind = BaseKind | `${BaseKind}?` | readonly string[];
type BaseKind = 'int' | 'text' | 'flag' | 'amount' | 'real' | 'instant';

/** The columns of a record that the contract shows, in the order it shows them; JSON keys are column names. */
export type Columns = Readonly<Record<string, ColumnKind>>;

interface BaseValue {
  int: number;
  text: string;
  flag: boolean;
  amount: number;
  real: number;
  instant: string;
}
type ValueOf<K> = K extends readonly (infer Word)[]
  ? Word
  : K extends `${infer B extends BaseKind}?`
    ? BaseValue[B] | null
    : K extends BaseKind
      ? BaseValue[K]
      : never;

/** A record as the contract shows it: amounts as JSON numbers, instants as ISO 8601 in UTC. */
export type RecordJson<C extends Columns> = { -readonly [K in keyof C]: ValueOf<C[K]> };

/** Shows a row, whether it came from the ORM or from plain SQL; whatever is not in `columns` stays inside. */
export function recordJson<C extends Columns>(columns: C, row: object): RecordJson<C> {
  const shown: Record<string, unknown> = {};
  for (const key in columns) shown[key] = shownValue(columns[key], (row as Record<string, unknown>)[key]);
  return shown as RecordJson<C>;
}

function shownValue(kind: ColumnKind | undefined, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (kind === 'amount' || kind === 'amount?') return Number(value);
  if (kind === 'instant' || kind === 'instant?') return isoInstant(value as Date | string);
  return value;
}

/** PostgreSQL's own spelling with microseconds is rearranged; anything else takes the long way. */
function isoInstant(value: Date | string): string {
  if (value instanceof Date) return value.toISOString();
  if (value.length === 29 && value.endsWith('+00')) return `${value.slice(0, 10)}T${value.slice(11, 23)}Z`;
  return new Date(value).toISOString();
}

/** The columns as a SELECT list of the table called `alias`. */
export const selectList = (columns: Columns, alias: string): string =>
  Object.keys(columns)
    .map((column) => `${alias}.${column}`)
    .join(', ');

/** The same columns without some, e.g. those that are not for a customer's eyes. */
export function without<C extends Columns, K extends keyof C>(columns: C, ...left: readonly K[]): Omit<C, K> {
  return Object.fromEntries(Object.entries(columns).filter(([key]) => !left.includes(key as K))) as Omit<C, K>;
}
