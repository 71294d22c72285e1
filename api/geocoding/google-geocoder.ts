import { z } from 'zod';
import type { FoundPlace, Geocoder } from '../../domain/customers/geocoder.ts';
import { plusCode } from '../../domain/customers/plus-code.ts';
import { unavailable } from '../../domain/errors.ts';

/** How long Google may take, milliseconds. */
const timeoutMs = 5000;
const mostResults = 8;

const answer = z.object({
  status: z.string(),
  results: z
    .array(
      z.object({
        formatted_address: z.string(),
        place_id: z.string(),
        types: z.array(z.string()).default([]),
        geometry: z.object({ location: z.object({ lat: z.number(), lng: z.number() }) }),
        address_components: z.array(z.object({ long_name: z.string(), types: z.array(z.string()) })),
      }),
    )
    .default([]),
});
type Result = z.infer<typeof answer>['results'][number];

/** Asks Google's Geocoding API; the key never leaves the server. */
export function createGoogleGeocoder(settings: { key: string; baseUrl: string }): Geocoder {
  const ask = async (query: Record<string, string>, signal?: AbortSignal): Promise<FoundPlace[]> => {
    const url = new URL('/maps/api/geocode/json', settings.baseUrl);
    url.search = new URLSearchParams({ ...query, key: settings.key }).toString();
    const timeout = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]) })
      // The error's own words hold the address asked for, and with it the key.
      .catch(() => Promise.reject(unavailable('Google does not answer; set the pin by hand.')));
    const parsed = answer.safeParse(await response.json().catch(() => undefined));
    if (!parsed.success) throw unavailable('Google answered something that cannot be read; set the pin by hand.');
    const { status, results } = parsed.data;
    if (status !== 'OK' && status !== 'ZERO_RESULTS') throw unavailable(`Google refuses to look for addresses (${status.slice(0, 40)}); set the pin by hand.`);
    return results.slice(0, mostResults).map(placeOf);
  };
  return {
    provider: 'google',
    locate: (text, signal) => ask({ address: text }, signal),
    describe: (latitude, longitude, signal) => ask({ latlng: `${latitude},${longitude}` }, signal),
  };
}

/** Google's parts of an address under the keys of a site (chapter 12). */
function placeOf({ formatted_address: label, place_id, types, geometry, address_components: parts }: Result): FoundPlace {
  const part = (...wanted: string[]): string | null => parts.find(({ types: has }) => wanted.some((type) => has.includes(type)))?.long_name ?? null;
  const street = [part('street_number'), part('route')].filter((word) => word !== null).join(' ');
  const { lat: latitude, lng: longitude } = geometry.location;
  return {
    label,
    site_name: part('premise', 'point_of_interest', 'establishment') ?? (street || null),
    address_line_1: street || null,
    address_line_2: part('subpremise'),
    city: part('locality', 'postal_town'),
    state: part('administrative_area_level_1'),
    zip_code: part('postal_code'),
    country: part('country'),
    latitude,
    longitude,
    plus_code: plusCode(latitude, longitude),
    google_maps_place_id: place_id,
    precision: types.some((type) => ['street_address', 'premise', 'subpremise', 'point_of_interest'].includes(type)) ? 'address' : 'area',
  };
}
