import type { ItemState, ItemTextKey } from './inventory-rules.ts';

/** What may be set of a template. */
export type TemplateFields = {
  item: string;
  icon?: string | null | undefined;
  wholesale_cost?: string | undefined;
  retail_cost?: string | undefined;
  allow_dropdown_staff?: boolean | undefined;
  allow_dropdown_customer?: boolean | undefined;
} & { [K in `${ItemTextKey}_label`]?: string | null | undefined };

/** What may be set of an item; amounts are decimal strings. */
export type ItemFields = {
  customer_id?: number | null | undefined;
  service_id?: number | null | undefined;
  item_location?: string | null | undefined;
  item_state?: ItemState | undefined;
  wholesale_cost?: string | undefined;
  retail_cost?: string | undefined;
  sold_date?: Date | null | undefined;
  address_line_1?: string | null | undefined;
  address_line_2?: string | null | undefined;
  city?: string | null | undefined;
  state?: string | null | undefined;
  zip_code?: string | null | undefined;
  country?: string | null | undefined;
  google_maps_place_id?: string | null | undefined;
  plus_code?: string | null | undefined;
  latitude?: number | null | undefined;
  longitude?: number | null | undefined;
  management_url?: string | null | undefined;
  management_username?: string | null | undefined;
  management_password?: string | null | undefined;
  config_content?: string | null | undefined;
  config_file_path?: string | null | undefined;
  inventory_notes?: string | null | undefined;
} & { [K in ItemTextKey]?: string | null | undefined };
