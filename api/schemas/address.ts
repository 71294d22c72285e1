import { optionalReal, optionalText } from './contract.ts';

/** Where something is: the fields that sites and items of stock have in common (chapters 07 and 12), all of them optional. */
export const addressFields = {
  address_line_1: optionalText(255).optional(),
  address_line_2: optionalText(255).optional(),
  city: optionalText(120).optional(),
  state: optionalText(120).optional(),
  zip_code: optionalText(32).optional(),
  country: optionalText(120).optional(),
  google_maps_place_id: optionalText(255).optional(),
  latitude: optionalReal(-90, 90).optional(),
  longitude: optionalReal(-180, 180).optional(),
};
