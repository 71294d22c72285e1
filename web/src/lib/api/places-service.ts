import type { Site } from './customers-service.ts';
import type { Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

/** A place that was found; the keys are those of a site. */
export interface FoundPlace {
  label: string;
  site_name: string | null;
  address_line_1: string | null;
  address_line_2: string | null;
  city: string | null;
  state: string | null;
  zip_code: string | null;
  country: string | null;
  latitude: number;
  longitude: number;
  plus_code: string;
  google_maps_place_id: string | null;
  precision: 'address' | 'area' | 'town';
}

interface FoundPlaces {
  provider: 'google' | 'offline';
  data: FoundPlace[];
}

/** A site with how far it is, kilometres. */
export type NearSite = Site & { customer_name: string; distance_km: number };

/** Finds places by address, town, Plus Code or coordinates. */
export const findPlaces = (address: string, context: RequestContext = {}) =>
  request<FoundPlaces>('GET', '/crm/geocode', { ...context, query: { address } });

/** Finds the address of a place. */
export const describePlace = (latitude: number, longitude: number, context: RequestContext = {}) =>
  request<FoundPlaces>('GET', '/crm/geocode/reverse', { ...context, query: { latitude, longitude } });

/** Lists sites within so many kilometres of a place, nearest first. */
export const listSitesWithin = (
  circle: { latitude: number; longitude: number; radius: number; page?: number; per_page?: number },
  context: RequestContext = {},
) => request<Page<NearSite>>('GET', '/crm/site/within', { ...context, query: circle });
