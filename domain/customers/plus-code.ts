import olc from 'open-location-code';
import { invalid } from '../errors.ts';

const codec = new olc.OpenLocationCode();

/** Plus Code (Open Location Code, ten digits: a square of 14 m) of WGS 84 degrees. */
export const plusCode = (latitude: number, longitude: number): string => codec.encode(latitude, longitude);

/** Where a record lies. */
export interface Place {
  latitude?: number | null | undefined;
  longitude?: number | null | undefined;
  plus_code?: string | null | undefined;
}

/** The place with the Plus Code its coordinates give; one coordinate without the other is a fault of the missing one, named with `path` before it. */
export function located<P extends Place>(place: P, path = ''): P & { plus_code: string | null } {
  const { latitude = null, longitude = null } = place;
  if (latitude !== null && longitude !== null) return { ...place, plus_code: plusCode(latitude, longitude) };
  if (latitude !== null) throw invalid(`${path}longitude`, 'Give the longitude together with the latitude.');
  if (longitude !== null) throw invalid(`${path}latitude`, 'Give the latitude together with the longitude.');
  return { ...place, plus_code: place.plus_code ?? null };
}
