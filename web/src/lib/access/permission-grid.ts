/** Verbs of the grid's columns, in their order; the last is a customer's user's view of its own records. */
export const verbs = [
  { key: 'view', label: 'View' },
  { key: 'create', label: 'Create' },
  { key: 'update', label: 'Change' },
  { key: 'delete', label: 'Remove' },
  { key: 'view_own', label: 'View own' },
] as const;

const words: Record<string, string> = {
  admin: 'Administrator: everything',
  can_impersonate: 'Log in as other users',
  cgrates_api_access: 'Use the charging engine’s API',
  manage_api_keys: 'Manage API keys',
};
const records: Record<string, string> = {
  cbc_message: 'Emergency broadcasts',
  provision: 'Provisioning jobs',
  provision_event: 'Tasks of jobs',
  communication: 'Communications',
  inventory: 'Inventory',
  inventory_template: 'Inventory templates',
  customer_activity: 'Activity of customers',
  customer_stripe_card: 'Cards of customers',
};

/** One kind of record with its permission per verb, where there is one. */
export interface GridRow {
  record: string;
  label: string;
  cells: (string | undefined)[];
}

/** Sorts permissions into a grid of record by verb, and those that are about no kind of record. */
export function permissionGrid(names: readonly string[]): { records: GridRow[]; single: string[] } {
  const rows = new Map<string, GridRow>();
  const single: string[] = [];
  for (const name of names) {
    const match = /^(view_own|view|create|update|delete)_(.+)$/.exec(name);
    const [, verb, record] = match ?? [];
    if (verb === undefined || record === undefined) {
      single.push(name);
      continue;
    }
    const row = rows.get(record) ?? { record, label: recordWords(record), cells: verbs.map(() => undefined) };
    row.cells[verbs.findIndex(({ key }) => key === verb)] = name;
    rows.set(record, row);
  }
  return { records: [...rows.values()], single };
}

/** A permission as people say it. */
export const permissionWords = (name: string): string => words[name] ?? capital(name.replaceAll('_', ' '));

function recordWords(record: string): string {
  const known = records[record];
  if (known !== undefined) return known;
  const [, part] = /^customer_(.+)$/.exec(record) ?? [];
  return part === undefined
    ? capital(`${record.replaceAll('_', ' ')}s`)
    : capital(`${part.replaceAll('_', ' ')}s of customers`);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
