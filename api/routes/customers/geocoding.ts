import { z } from '@hono/zod-openapi';
import type { Geocoder } from '../../../domain/customers/geocoder.ts';
import { createOfflineGeocoder } from '../../../domain/customers/offline-geocoder.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { createGoogleGeocoder } from '../../geocoding/google-geocoder.ts';
import { latitude, longitude, text } from '../../schemas/contract.ts';

const policy = { permission: 'view_customer_site', own: 'view_own_customer_site' } as const;
const tag = 'customers';
const optional = z.string().nullable();
const found = z.object({
  label: z.string(),
  site_name: optional,
  address_line_1: optional,
  address_line_2: optional,
  city: optional,
  state: optional,
  zip_code: optional,
  country: optional,
  latitude: z.number(),
  longitude: z.number(),
  plus_code: z.string(),
  google_maps_place_id: optional,
  precision: z.enum(['address', 'area', 'town']),
});
const answer = z.object({ provider: z.enum(['google', 'offline']), data: z.array(found) }).openapi('FoundPlaces');

/** Addresses to coordinates and back (CUS-4): by Google with a key in the settings, by the shipped towns without. */
export function geocodingRoutes(api: Api, { config }: ApiDeps): void {
  const { google_api_key: key, google_base_url: baseUrl } = config.maps;
  const geocoder: Geocoder = key === undefined ? createOfflineGeocoder() : createGoogleGeocoder({ key, baseUrl });
  const { provider } = geocoder;
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/geocode',
      policy,
      tag,
      summary: 'Find places by address, town, Plus Code or coordinates',
      query: z.object({ address: text(300, 2) }),
      response: answer,
    },
    async (_ctx, { query, c }) => ({ provider, data: await geocoder.locate(query.address, c.req.raw.signal) }),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/geocode/reverse',
      policy,
      tag,
      summary: 'Find the address of a place',
      query: z.object({ latitude: latitude(), longitude: longitude() }),
      response: answer,
    },
    async (_ctx, { query, c }) => ({ provider, data: await geocoder.describe(query.latitude, query.longitude, c.req.raw.signal) }),
  );
}
