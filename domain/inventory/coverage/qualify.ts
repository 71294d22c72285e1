import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../../context.ts';
import { findSite } from '../../customers/get-site.ts';
import { placeOf as placeOfPlusCode } from '../../customers/plus-code.ts';
import { invalid } from '../../errors.ts';
import { areaJson, type AreaJson } from './area-columns.ts';
import { type Address, type HomeMatch, homesAt, homesNear } from './find-homes.ts';

/** Where service is asked for: a point, a full Plus Code, an address, or a customer's site. */
export interface QualificationQuery extends Partial<Address> {
  latitude?: number | undefined;
  longitude?: number | undefined;
  plus_code?: string | undefined;
  site_id?: number | undefined;
  /** How near a home passed must be to a point, metres. */
  radius_m: number;
}

/** What can be offered there (INV-7). */
export interface Qualification {
  is_qualified: boolean;
  point: { latitude: number; longitude: number } | null;
  homes: HomeMatch[];
  areas: Omit<AreaJson, 'geometry'>[];
  /** Kinds of service that can be had now, and those that are being built. */
  service_types: string[];
  planned_service_types: string[];
  products: { product_id: number; product_name: string; service_type: string; icon: string | null }[];
}

/** Tells what service can be had at a place, from homes passed and areas. Throws by field when no place is given, `not_found` for an unknown site. */
export async function qualify(ctx: Ctx, query: QualificationQuery): Promise<Qualification> {
  const { point: given, address } = await placeOf(ctx, query);
  const homes = [
    ...(address === undefined ? [] : await homesAt(ctx.em, address)),
    ...(given === undefined ? [] : await homesNear(ctx.em, given, query.radius_m)),
  ].filter((home, at, all) => all.findIndex(({ inventory_id }) => inventory_id === home.inventory_id) === at);
  const known = homes.find(({ is_guess, latitude }) => !is_guess && latitude !== null);
  const point = given ?? (known?.latitude && known.longitude ? { latitude: known.latitude, longitude: known.longitude } : undefined);
  const areas = point === undefined ? [] : await areasAt(ctx.em, point);
  const sure = homes.filter(({ is_guess }) => !is_guess);
  const now = [
    ...sure.filter(({ home_state }) => home_state === 'available' || home_state === 'connected').flatMap(({ service_types }) => service_types),
    ...areas.filter(({ status }) => status === 'live').flatMap(({ service_types }) => service_types),
  ];
  const later = [
    ...sure.filter(({ home_state }) => home_state === 'planned').flatMap(({ service_types }) => service_types),
    ...areas.filter(({ status }) => status === 'planned').flatMap(({ service_types }) => service_types),
  ];
  const serviceTypes = [...new Set(now)].sort();
  return {
    is_qualified: serviceTypes.length > 0,
    point: point ?? null,
    homes,
    areas: areas.map(({ geometry: _shape, ...area }) => area),
    service_types: serviceTypes,
    planned_service_types: [...new Set(later)].filter((type) => !serviceTypes.includes(type)).sort(),
    products: await productsOf(ctx.em, serviceTypes),
  };
}

interface Place {
  point: { latitude: number; longitude: number } | undefined;
  address: Address | undefined;
}

async function placeOf({ em, principal }: Ctx, query: QualificationQuery): Promise<Place> {
  if (query.site_id !== undefined) return placeIn(await findSite(em, principal, query.site_id));
  if (query.plus_code !== undefined) {
    const point = placeOfPlusCode(query.plus_code);
    if (point === undefined) throw invalid('plus_code', 'must be a full Plus Code such as 9C3XGV4C+XV.');
    return { point, address: undefined };
  }
  if ((query.latitude === undefined) !== (query.longitude === undefined))
    throw invalid(query.latitude === undefined ? 'latitude' : 'longitude', 'Give latitude and longitude together.');
  const place = placeIn(query);
  if (place.point === undefined && place.address === undefined) throw invalid('address_line_1', 'Give an address, coordinates, a Plus Code or a site.');
  return place;
}

function placeIn(record: { [K in keyof Address | 'latitude' | 'longitude']?: string | number | null | undefined }): Place {
  const { latitude, longitude } = record;
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);
  const line = text(record.address_line_1);
  return {
    point:
      latitude === null || latitude === undefined || longitude === null || longitude === undefined
        ? undefined
        : { latitude: Number(latitude), longitude: Number(longitude) },
    address:
      line === undefined
        ? undefined
        : { address_line_1: line, address_line_2: text(record.address_line_2), city: text(record.city), zip_code: text(record.zip_code) },
  };
}

/** The areas around a point; their box is asked of the database, their shape here. */
async function areasAt(em: EntityManager, { latitude, longitude }: { latitude: number; longitude: number }): Promise<AreaJson[]> {
  const rows = await em.execute<object[]>('select * from coverage_area where ? between south and north and ? between west and east order by name', [
    latitude,
    longitude,
  ]);
  return rows.map(areaJson).filter(({ geometry }) => booleanPointInPolygon([longitude, latitude], geometry));
}

const productsOf = (em: EntityManager, serviceTypes: string[]): Promise<Qualification['products']> =>
  em.execute<Qualification['products']>(
    `select product_id, product_name, service_type, icon from product
      where enabled and service_type = any(array[?]::text[]) and category <> 'addon' order by product_name limit 50`,
    [serviceTypes],
  );
