import { itemTextNumbers, type InventoryItem, type InventoryItemInput } from '#lib/api/inventory-service.ts';

/** Values of the item form: texts instead of nulls, so that inputs can be bound to them. */
export interface ItemValues {
  texts: Record<string, string>;
  item_state: string;
  item_location: string;
  wholesale_cost: number | null;
  retail_cost: number | null;
  management_url: string;
  management_username: string;
  /** Left blank to keep the stored one, which is never shown. */
  management_password: string;
  inventory_notes: string;
  /** Kept in versions. */
  config_content: string;
  latitude: string;
  longitude: string;
}

/** Form values of an item, or of a new one with its template's default costs. */
export function itemValues(
  item?: InventoryItem,
  defaults?: { wholesale_cost: number; retail_cost: number },
): ItemValues {
  return {
    texts: Object.fromEntries(
      itemTextNumbers.map((number) => [`itemtext${number}`, item?.[`itemtext${number}`] ?? '']),
    ),
    item_state: item?.item_state ?? 'New',
    item_location: item?.item_location ?? '',
    wholesale_cost: item?.wholesale_cost ?? defaults?.wholesale_cost ?? 0,
    retail_cost: item?.retail_cost ?? defaults?.retail_cost ?? 0,
    management_url: item?.management_url ?? '',
    management_username: item?.management_username ?? '',
    management_password: '',
    inventory_notes: item?.inventory_notes ?? '',
    config_content: item?.config_content ?? '',
    latitude: item?.latitude?.toString() ?? '',
    longitude: item?.longitude?.toString() ?? '',
  };
}

/** Turns form values into what the API takes, with only the texts that have a label. */
export function itemInput(values: ItemValues, textKeys: readonly string[]): InventoryItemInput {
  return {
    ...Object.fromEntries(textKeys.map((key) => [key, values.texts[key]?.trim() || null])),
    item_state: values.item_state,
    item_location: values.item_location || null,
    wholesale_cost: values.wholesale_cost ?? 0,
    retail_cost: values.retail_cost ?? 0,
    management_url: values.management_url || null,
    management_username: values.management_username || null,
    ...(values.management_password ? { management_password: values.management_password } : {}),
    inventory_notes: values.inventory_notes || null,
    config_content: values.config_content || null,
    latitude: degrees(values.latitude),
    longitude: degrees(values.longitude),
  };
}

/** As typed: the API reads numbers written as text, and says what is wrong with others. */
const degrees = (text: string): string | null => text.trim() || null;
