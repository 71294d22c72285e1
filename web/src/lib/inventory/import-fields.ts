import type { InventoryTemplate } from '#lib/api/inventory-service.ts';
import { labelledTexts } from './item-labels.ts';

/** Columns of an item beside its labelled texts that a list may fill. */
const others: readonly (readonly [string, string])[] = [
  ['item_state', 'State'],
  ['item_location', 'Location'],
  ['wholesale_cost', 'Wholesale cost'],
  ['retail_cost', 'Retail cost'],
  ['address_line_1', 'Address line 1'],
  ['address_line_2', 'Address line 2'],
  ['city', 'City'],
  ['state', 'County or state'],
  ['zip_code', 'Postcode'],
  ['country', 'Country'],
  ['latitude', 'Latitude'],
  ['longitude', 'Longitude'],
  ['plus_code', 'Plus Code'],
  ['management_url', 'Management address'],
  ['management_username', 'Management user'],
  ['management_password', 'Management password'],
  ['config_file_path', 'Path of the configuration'],
  ['inventory_notes', 'Notes'],
];

/** What a column of a list may become: the template's labels first. */
export const fieldChoices = (template: InventoryTemplate | undefined): { value: string; label: string }[] => [
  ...labelledTexts(template).map(({ key, label }) => ({ value: key, label })),
  ...others.map(([value, label]) => ({ value, label })),
];

/** The name of a field to people; an unknown one is its own. */
export const fieldLabel = (field: string | null, template: InventoryTemplate | undefined): string =>
  field === null || field === 'row'
    ? 'Whole row'
    : (fieldChoices(template).find(({ value }) => value === field)?.label ?? field);

const nameKey = (name: string): string => name.trim().toLowerCase();

/** Names that a list gives to more than one of its columns, as they stand first. */
export const repeatedNames = (header: readonly string[]): string[] =>
  header.filter((name, at) => {
    const keys = header.map(nameKey);
    return name !== '' && keys.indexOf(nameKey(name)) === at && keys.lastIndexOf(nameKey(name)) !== at;
  });

/** The columns of a list as people tell them apart: an unnamed or repeated one by its place. */
export function columnNames(header: readonly string[]): string[] {
  const repeated = new Set(repeatedNames(header).map(nameKey));
  return header.map((name, at) => {
    if (name === '') return `Column ${at + 1}`;
    return repeated.has(nameKey(name)) ? `${name} (column ${at + 1})` : name;
  });
}
