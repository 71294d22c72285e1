/** A place that was found for an address, or an address for a place; the keys are those of a site. */
export interface FoundPlace {
  /** What people choose by, e.g. `1 High Street, Bristol, United Kingdom`. */
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
  /** How exact it is: an address, or only the town or square it lies in. */
  precision: 'address' | 'area' | 'town';
}

/** Finds places, in both directions; throws `unavailable` when an outside service does not answer. */
export interface Geocoder {
  /** Name of the source, shown with its results. */
  readonly provider: 'google' | 'offline';
  locate(text: string, signal?: AbortSignal): Promise<FoundPlace[]>;
  describe(latitude: number, longitude: number, signal?: AbortSignal): Promise<FoundPlace[]>;
}
