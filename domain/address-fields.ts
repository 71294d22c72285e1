/** Where something is, as far as it may be set: what sites and items of stock have in common; coordinates are WGS 84 degrees. */
export type AddressFields = {
  address_line_1?: string | null | undefined;
  address_line_2?: string | null | undefined;
  city?: string | null | undefined;
  state?: string | null | undefined;
  zip_code?: string | null | undefined;
  country?: string | null | undefined;
  latitude?: number | null | undefined;
  longitude?: number | null | undefined;
  google_maps_place_id?: string | null | undefined;
  plus_code?: string | null | undefined;
};
