import type { EntityManager } from '@mikro-orm/postgresql';
import type { ItemState } from '../inventory-rules.ts';

/** What can be done for a home in a state of its item. */
export type HomeState = 'available' | 'connected' | 'planned' | 'unavailable';

/** A home passed that answers a question. */
export interface HomeMatch {
  inventory_id: number;
  item: string;
  item_state: ItemState;
  home_state: HomeState;
  service_types: string[];
  address: string;
  latitude: number | null;
  longitude: number | null;
  /** Metres from the point asked for; null when an address was. */
  distance_m: number | null;
  /** Its address is only like the one asked for; it proves nothing. */
  is_guess: boolean;
}

/** Mean radius of the earth (IUGG), metres. */
const earthRadiusM = 6_371_008.8;
const most = 20;

const states: Record<ItemState, HomeState> = {
  New: 'available',
  'In Stock': 'available',
  Used: 'available',
  Assigned: 'connected',
  'Internal Use': 'connected',
  'In Transit': 'planned',
  Damaged: 'unavailable',
  'Out of Service': 'unavailable',
  Decommissioned: 'unavailable',
  Lost: 'unavailable',
  Stolen: 'unavailable',
};

const select = `i.inventory_id, i.item, i.item_state, h.service_types, i.latitude, i.longitude,
  concat_ws(', ', i.address_line_1, i.address_line_2, i.city, i.zip_code, i.country) as address`;
const from = 'inventory i join homes_passed_kind h on h.inventory_template_id = i.inventory_template_id';

type HomeRow = Omit<HomeMatch, 'home_state' | 'is_guess' | 'distance_m'> & { distance_m?: number };

const shown = (row: HomeRow, isGuess = false): HomeMatch => ({
  ...row,
  distance_m: row.distance_m === undefined ? null : Math.round(row.distance_m),
  home_state: states[row.item_state],
  is_guess: isGuess,
});

/** Homes within `radiusM` metres of a point, nearest first. */
export async function homesNear(em: EntityManager, point: { latitude: number; longitude: number }, radiusM: number): Promise<HomeMatch[]> {
  const { latitude, longitude } = point;
  const span = (radiusM / earthRadiusM) * (180 / Math.PI);
  const rows = await em.execute<HomeRow[]>(
    `select * from (
       select ${select}, 2 * ${earthRadiusM} * asin(least(1, sqrt(sin(radians(i.latitude - ?) / 2) ^ 2
           + cos(radians(?)) * cos(radians(i.latitude)) * sin(radians(i.longitude - ?) / 2) ^ 2))) as distance_m
         from ${from} where i.latitude between ? and ? and i.longitude is not null) near
      where distance_m <= ? order by distance_m, inventory_id limit ${most}`,
    [latitude, latitude, longitude, latitude - span, latitude + span, radiusM],
  );
  return rows.map((row) => shown(row));
}

/** An address as people give it. */
export interface Address {
  address_line_1: string;
  address_line_2?: string | undefined;
  city?: string | undefined;
  zip_code?: string | undefined;
}

/** Homes at an address, whatever its capitals and punctuation; when there is none, those whose address is most like it. */
export async function homesAt(em: EntityManager, address: Address): Promise<HomeMatch[]> {
  const narrowed = (['address_line_2', 'city', 'zip_code'] as const).flatMap((part) => (address[part] ? [[part, address[part]] as const] : []));
  const conditions = narrowed.map(([part]) => `and (i.${part} is null or ${keyOf(part, `i.${part}`)} = ${keyOf(part, '?')})`).join(' ');
  const given = narrowed.map(([, value]) => value);
  const rows = await em.execute<HomeRow[]>(
    `select ${select} from ${from} where address_key(i.address_line_1) = address_key(?) ${conditions} order by i.inventory_id limit ${most}`,
    [address.address_line_1, ...given],
  );
  if (rows.length > 0) return rows.map((row) => shown(row));
  const alike = await em.execute<HomeRow[]>(
    `select ${select} from ${from} where i.address_line_1 % ? ${conditions} order by similarity(i.address_line_1, ?) desc, i.inventory_id limit 5`,
    [address.address_line_1, ...given, address.address_line_1],
  );
  return alike.map((row) => shown(row, true));
}

/** What an address's part is compared by; postcodes are also written in one. */
const keyOf = (part: keyof Address, value: string): string => (part === 'zip_code' ? `replace(address_key(${value}), ' ', '')` : `address_key(${value})`);
