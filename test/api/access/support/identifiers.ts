import type { Route } from './route-table.ts';
import type { Known } from './sample.ts';
import { hasOwnKey, type Table } from './database-shape.ts';
import type { Tenant, TwoTenants } from './two-tenants.ts';

/** Parameters whose table their name does not tell, as `path` or parameter → `table.column`. */
const special: Record<string, string> = { session_id: 'refresh_token.family_id' };

/** Where the value of a path parameter lives: a table and a column; undefined for what is no identifier. */
export function placeOf(tables: ReadonlyMap<string, Table>, path: string, name: string): { table: string; column: string } | undefined {
  const [table, column] = (special[`${path} ${name}`] ?? special[name] ?? '').split('.');
  if (table !== undefined && column !== undefined) return { table, column };
  const all = [...tables.values()];
  const keyed = all.find((one) => one.key === name && hasOwnKey(one));
  if (keyed !== undefined) return { table: keyed.name, column: name };
  const subject = name === 'id' ? segmentBefore(path) : name.replace(/_id$/, '');
  const named = all.find((one) => one.name === subject) ?? all.find((one) => one.name.endsWith(`_${subject}`));
  if (/^id$|_id$/.test(name) && named?.key !== undefined) return { table: named.name, column: named.key };
  const holder = all.find(({ columns }) => columns.some((one) => one.name === name && /uuid|slug|family_id/.test(name)));
  return holder === undefined ? undefined : { table: holder.name, column: name };
}

function segmentBefore(path: string): string {
  const segment = path.split('/').at(path.split('/').indexOf('{id}') - 1) ?? '';
  return segment.replaceAll('-', '_').replace(/ies$/, 'y').replace(/s$/, '');
}

/** Whether a path parameter names something a customer owns. */
export const isOwned = ({ tables, owned }: TwoTenants, path: string, name: string): boolean => owned.has(placeOf(tables, path, name)?.table ?? '');

/** Identifiers in paths that no table is known for. */
export const unknownIdentifiers = (world: TwoTenants, route: Route): string[] =>
  route.parameters
    .filter(({ in: place, name }) => place === 'path' && /(^|_)(id|uuid)$/.test(name) && placeOf(world.tables, route.path, name) === undefined)
    .map(({ name }) => name);

/** The identifiers of a tenant’s rows. */
export const idsOf =
  ({ tables }: TwoTenants, tenant: Tenant, path = ''): Known =>
  (name) => {
    const place = placeOf(tables, path, name);
    return place === undefined ? undefined : (tenant.rows.get(place.table)?.[place.column] ?? undefined);
  };

/** A tenant’s identifiers, but those of owned rows, or of all, belong to nothing that exists. */
export const absentIds =
  (world: TwoTenants, path = '', which: 'owned' | 'all' = 'owned'): Known =>
  (name) => {
    const place = placeOf(world.tables, path, name);
    const value = idsOf(world, world.mine, path)(name);
    const isKept = place === undefined || (which === 'owned' && !world.owned.has(place.table));
    if (isKept || value === undefined) return value;
    if (typeof value === 'number') return value + 111_111_111;
    return String(value).length === 36 ? '00000000-0000-4000-8000-000000000000' : 'absent';
  };
