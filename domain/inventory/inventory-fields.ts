import type { AddressFields } from '../address-fields.ts';
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
export type ItemFields = AddressFields & {
  customer_id?: number | null | undefined;
  service_id?: number | null | undefined;
  item_location?: string | null | undefined;
  item_state?: ItemState | undefined;
  wholesale_cost?: string | undefined;
  retail_cost?: string | undefined;
  sold_date?: Date | null | undefined;
  management_url?: string | null | undefined;
  management_username?: string | null | undefined;
  management_password?: string | null | undefined;
  config_content?: string | null | undefined;
  config_file_path?: string | null | undefined;
  inventory_notes?: string | null | undefined;
} & { [K in ItemTextKey]?: string | null | undefined };
