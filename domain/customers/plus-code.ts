import olc from 'open-location-code';
import { DomainError, invalid } from '../errors.ts';

const codec = new olc.OpenLocationCode();

/** Plus Code (Open Location Code, ten digits: a square of 14 m) of WGS 84 degrees. */
export const plusCode = (latitude: number, longitude: number): string => codec.encode(fine(latitude), fine(longitude));

/** Just below 180 degrees the library rounds up to a code outside the world; a millimetre does not matter. */
const fine = (degrees: number): number => Math.round(degrees * 1e8) / 1e8;

/** Middle of the square that a full Plus Code stands for; undefined for a short one, or for something else. */
export function placeOf(code: string): { latitude: number; longitude: number } | undefined {
  const full = code.trim().toUpperCase();
  if (!codec.isFull(full)) return undefined;
  const { latitudeCenter: latitude, longitudeCenter: longitude } = codec.decode(full);
  return { latitude: rounded(latitude), longitude: rounded(longitude) };
}

/** Six decimals are a tenth of a metre. */
const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

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

/** A place that must be known: coordinates, or a full Plus Code that stands for them; throws `validation` naming both coordinates (CUS-4). */
export function demandLocated<P extends Place>(place: P, path = ''): P & { latitude: number; longitude: number; plus_code: string } {
  const byCode = !isGiven(place.latitude) && !isGiven(place.longitude) && place.plus_code ? placeOf(place.plus_code) : undefined;
  const known = located({ ...place, ...byCode }, path);
  const { latitude, longitude, plus_code } = known;
  if (typeof latitude === 'number' && typeof longitude === 'number' && plus_code !== null) return { ...known, latitude, longitude, plus_code };
  const message = 'is required: set the pin on the map or give the coordinates';
  throw new DomainError('validation', `${path}latitude ${message}.`, {
    faults: [
      { field: `${path}latitude`, message },
      { field: `${path}longitude`, message },
    ],
  });
}

const isGiven = (value: number | null | undefined): boolean => value !== null && value !== undefined;
