import type { FoundPlace, Geocoder } from './geocoder.ts';
import { placeOf, plusCode } from './plus-code.ts';
import { nearestTown, type Town, townsNamed } from './towns.ts';

/** Finds coordinates, Plus Codes and towns without asking anybody: what there is without a Google key (CUS-4). */
export function createOfflineGeocoder(): Geocoder {
  return {
    provider: 'offline',
    async locate(text) {
      const point = readCoordinates(text) ?? placeOf(text);
      if (point !== undefined) return [await around(point.latitude, point.longitude, 'area')];
      return (await townsNamed(text)).map((town) => placeAt(town.latitude, town.longitude, town, 'town'));
    },
    async describe(latitude, longitude) {
      return [await around(latitude, longitude, 'area')];
    },
  };
}

/** Coordinates as people paste them: `51.4545, -2.5879`; undefined when it is something else or impossible. */
export function readCoordinates(text: string): { latitude: number; longitude: number } | undefined {
  const [, first, second] = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text) ?? [];
  const [latitude, longitude] = [Number(first), Number(second)];
  if (first === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  return { latitude, longitude };
}

async function around(latitude: number, longitude: number, precision: FoundPlace['precision']): Promise<FoundPlace> {
  return placeAt(latitude, longitude, await nearestTown(latitude, longitude), precision);
}

/** Streets and numbers stay empty: a list of towns knows none. */
function placeAt(latitude: number, longitude: number, town: Town | undefined, precision: FoundPlace['precision']): FoundPlace {
  const code = plusCode(latitude, longitude);
  const named = town === undefined ? [] : [town.name, town.country];
  return {
    label: (precision === 'town' ? named : [code, ...named]).join(', '),
    site_name: null,
    address_line_1: null,
    address_line_2: null,
    city: town?.name ?? null,
    state: null,
    zip_code: null,
    country: town?.country ?? null,
    latitude,
    longitude,
    plus_code: code,
    google_maps_place_id: null,
    precision,
  };
}
