import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../../context.ts';
import { conflict, DomainError, type FieldFault, invalid, notFound } from '../../errors.ts';
import { areaJson, type AreaJson, areaStatuses } from './area-columns.ts';
import { readGeometry } from './read-geometry.ts';

/** What may be said of an area. */
export interface AreaFields {
  name: string;
  status: (typeof areaStatuses)[number];
  service_types: string[];
  notes: string | null;
  geometry: unknown;
}

/** Most areas one file may bring. */
const mostFeatures = 5000;

/** All areas, by name. */
export async function listAreas(em: EntityManager): Promise<AreaJson[]> {
  return (await em.execute<object[]>('select * from coverage_area order by name')).map(areaJson);
}

/** Adds an area; throws `conflict` when its name is taken, and by field. */
export async function createArea(ctx: Ctx, fields: AreaFields): Promise<AreaJson> {
  return change(ctx, async (em) => {
    const [taken] = await em.execute<object[]>('select from coverage_area where name = ?', [fields.name]);
    if (taken !== undefined) throw conflict(`There is an area called “${fields.name}” already.`, 'name');
    return store(em, fields);
  });
}

/** Changes what is given of an area. Throws `not_found` and `conflict`. */
export async function updateArea(ctx: Ctx, areaId: number, fields: Partial<AreaFields>): Promise<AreaJson> {
  return change(ctx, async (em) => {
    const [row] = await em.execute<object[]>('select * from coverage_area where area_id = ? for update', [areaId]);
    if (row === undefined) throw notFound('Coverage area', areaId);
    const before = areaJson(row);
    const name = fields.name ?? before.name;
    const [taken] = await em.execute<object[]>('select from coverage_area where name = ? and area_id <> ?', [name, areaId]);
    if (taken !== undefined) throw conflict(`There is an area called “${name}” already.`, 'name');
    const { geometry, box } = readGeometry(fields.geometry ?? before.geometry);
    const [after] = await em.execute<object[]>(
      `update coverage_area set name = ?, status = ?, service_types = array[?]::text[], notes = ?, geometry = ?::jsonb,
              west = ?, south = ?, east = ?, north = ?, last_modified = now() where area_id = ? returning *`,
      [
        name,
        fields.status ?? before.status,
        fields.service_types ?? before.service_types,
        fields.notes === undefined ? before.notes : fields.notes,
        JSON.stringify(geometry),
        box.west,
        box.south,
        box.east,
        box.north,
        areaId,
      ],
    );
    return areaJson(after ?? {});
  });
}

/** Removes an area and answers what it was. Throws `not_found`. */
export async function deleteArea(ctx: Ctx, areaId: number): Promise<AreaJson> {
  return change(ctx, async (em) => {
    const [row] = await em.execute<object[]>('delete from coverage_area where area_id = ? returning *', [areaId]);
    if (row === undefined) throw notFound('Coverage area', areaId);
    return areaJson(row);
  });
}

/**
 * Takes in the areas of a GeoJSON FeatureCollection, all or none; an area of the same name gets the new shape. A feature may
 * name its `name`, `status` and `service_types` (a list, or text with commas) among its properties. Throws with all faults, by feature.
 */
export async function importAreas(
  ctx: Ctx,
  collection: unknown,
  defaults: Pick<AreaFields, 'status' | 'service_types'>,
): Promise<{ created: number; updated: number }> {
  const { type, features } = (typeof collection === 'object' && collection !== null ? collection : {}) as { type?: unknown; features?: unknown };
  if (type !== 'FeatureCollection' || !Array.isArray(features)) throw invalid('body', 'The file must be a GeoJSON FeatureCollection.');
  if (features.length === 0 || features.length > mostFeatures) throw invalid('body', `The file must have 1 to ${mostFeatures} features.`);
  const faults: FieldFault[] = [];
  const areas = features.flatMap((feature: unknown, at) => readFeature(feature, at, defaults, faults));
  if (faults.length > 0) throw new DomainError('validation', `${faults[0]?.field}: ${faults[0]?.message}`, { faults: faults.slice(0, 100) });
  return change(ctx, async (em) => {
    const known = await em.execute<object[]>('select from coverage_area where name = any(array[?]::text[])', [areas.map(({ name }) => name)]);
    for (const area of areas) await store(em, area);
    return { created: areas.length - known.length, updated: known.length };
  });
}

function readFeature(feature: unknown, at: number, defaults: Pick<AreaFields, 'status' | 'service_types'>, faults: FieldFault[]): AreaFields[] {
  const field = `features.${at}`;
  const { properties, geometry } = (typeof feature === 'object' && feature !== null ? feature : {}) as {
    properties?: Record<string, unknown>;
    geometry?: unknown;
  };
  const said = properties ?? {};
  const name = [said['name'], said['Name'], said['NAME']].find((value) => typeof value === 'string' && value.trim() !== '');
  const types = said['service_types'];
  const status = areaStatuses.find((known) => known === said['status']);
  try {
    readGeometry(geometry, `${field}.geometry`);
    if (typeof name !== 'string') throw invalid(`${field}.properties.name`, 'Each area needs a name.');
    if (name.length > 200 || name.includes('\u0000')) throw invalid(`${field}.properties.name`, 'A name has at most 200 characters.');
    const service_types = Array.isArray(types)
      ? types.map(String)
      : typeof types === 'string'
        ? types.split(',').map((text) => text.trim())
        : defaults.service_types;
    return [{ name: name.trim(), status: status ?? defaults.status, service_types: service_types.slice(0, 50), notes: null, geometry }];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    faults.push({ field: error.field ?? field, message: error.message });
    return [];
  }
}

async function store(em: EntityManager, { name, status, service_types, notes, geometry: given }: AreaFields): Promise<AreaJson> {
  const { geometry, box } = readGeometry(given);
  const [row] = await em.execute<object[]>(
    `insert into coverage_area (name, status, service_types, notes, geometry, west, south, east, north) values (?, ?, array[?]::text[], ?, ?::jsonb, ?, ?, ?, ?)
     on conflict (name) do update set status = excluded.status, service_types = excluded.service_types, geometry = excluded.geometry,
       west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north, last_modified = now() returning *`,
    [name, status, service_types, notes, JSON.stringify(geometry), box.west, box.south, box.east, box.north],
  );
  return areaJson(row ?? {});
}
