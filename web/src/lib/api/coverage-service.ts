import { request, type RequestContext } from './request.ts';

/** A home passed that answers a question about coverage. */
export interface HomeMatch {
  inventory_id: number;
  item: string;
  item_state: string;
  home_state: 'available' | 'connected' | 'planned' | 'unavailable';
  service_types: string[];
  address: string;
  latitude: number | null;
  longitude: number | null;
  /** Metres from the point asked for. */
  distance_m: number | null;
  /** Only like the address asked for. */
  is_guess: boolean;
}

/** An area where service can be had, or will be. */
export interface CoverageArea {
  area_id: number;
  name: string;
  status: 'live' | 'planned';
  service_types: string[];
  notes: string | null;
  west: number;
  south: number;
  east: number;
  north: number;
}

/** What can be offered at a place. */
export interface Qualification {
  is_qualified: boolean;
  point: { latitude: number; longitude: number } | null;
  homes: HomeMatch[];
  areas: CoverageArea[];
  service_types: string[];
  planned_service_types: string[];
  products: { product_id: number; product_name: string; service_type: string; icon: string | null }[];
}

/** A kind of stock whose items are homes passed. */
export interface HomesPassedKind {
  inventory_template_id: number;
  item: string;
  service_types: string[];
  homes: number;
}

/** Asks what can be offered at a place. Throws `ApiError` 400 by field. */
export const qualify = (query: Record<string, string | number | undefined>, context: RequestContext = {}) =>
  request<Qualification>('GET', '/crm/inventory/qualification', { ...context, query });

/** Lists the areas by name. */
export const listAreas = async (context: RequestContext = {}): Promise<CoverageArea[]> =>
  (await request<{ data: CoverageArea[] }>('GET', '/crm/coverage_area', context)).data;

/** Takes in the areas of a GeoJSON FeatureCollection. Throws `ApiError` 400 with faults by feature. */
export const importAreas = (body: { status: string; service_types: string[]; collection: unknown }) =>
  request<{ created: number; updated: number }>('POST', '/crm/coverage_area/import', { body });

/** Changes the given keys of an area. */
export const updateArea = (areaId: number, body: Partial<Pick<CoverageArea, 'name' | 'status' | 'service_types'>>) =>
  request<CoverageArea>('PATCH', `/crm/coverage_area/area_id/${areaId}`, { body });

/** Removes an area. */
export const deleteArea = (areaId: number) => request<CoverageArea>('DELETE', `/crm/coverage_area/area_id/${areaId}`);

/** Lists the kinds of stock that are homes passed. */
export const listHomesPassed = async (context: RequestContext = {}): Promise<HomesPassedKind[]> =>
  (await request<{ data: HomesPassedKind[] }>('GET', '/crm/inventory/homes_passed', context)).data;

/** Says which services the homes of a kind can be given; none means that they are no homes. */
export const setHomesPassed = (templateId: number, serviceTypes: string[]) =>
  request<{ data: HomesPassedKind[] }>('PUT', `/crm/inventory/homes_passed/inventory_template_id/${templateId}`, {
    body: { service_types: serviceTypes },
  });
