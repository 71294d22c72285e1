import { itemStates, type ItemTextKey, itemTextKeys } from '../inventory-rules.ts';
import { snakeCase, type TemplateLabels } from '../label-keys.ts';

/** Columns of an item that a list may fill. */
export const importFields = [
  ...itemTextKeys,
  'item_state',
  'item_location',
  'wholesale_cost',
  'retail_cost',
  'address_line_1',
  'address_line_2',
  'city',
  'state',
  'zip_code',
  'country',
  'google_maps_place_id',
  'plus_code',
  'latitude',
  'longitude',
  'management_url',
  'management_username',
  'management_password',
  'config_file_path',
  'inventory_notes',
] as const;
export type ImportField = ItemTextKey | Exclude<(typeof importFields)[number], ItemTextKey>;

/** Other names that columns of lists go by. */
const synonyms: Record<string, ImportField> = {
  location: 'item_location',
  status: 'item_state',
  stock_state: 'item_state',
  wholesale: 'wholesale_cost',
  cost: 'wholesale_cost',
  retail: 'retail_cost',
  price: 'retail_cost',
  address: 'address_line_1',
  street: 'address_line_1',
  town: 'city',
  postcode: 'zip_code',
  postal_code: 'zip_code',
  zip: 'zip_code',
  lat: 'latitude',
  lng: 'longitude',
  lon: 'longitude',
  long: 'longitude',
  url: 'management_url',
  activation_code: 'management_url',
  lpa: 'management_url',
  username: 'management_username',
  password: 'management_password',
  notes: 'inventory_notes',
};

/** Which column of the list (from 0) fills which field. */
export type Mapping = { [F in ImportField]?: number };

/**
 * The mapping a list's header suggests: labels of the template first, then columns by their own name, then other names;
 * each column once. Its first rows tell what a column called “State” is about.
 */
export function suggestMapping(header: readonly string[], labels: TemplateLabels, sample: readonly (readonly string[])[] = []): Mapping {
  const mapping: Mapping = {};
  const keys = header.map(snakeCase);
  const free = new Set(keys.keys());
  const take = (field: ImportField, key: string): void => {
    if (mapping[field] !== undefined || key === '') return;
    const column = keys.findIndex((name, at) => name === key && free.has(at));
    if (column < 0) return;
    mapping[field] = column;
    free.delete(column);
  };
  for (const field of itemTextKeys) take(field, snakeCase(labels[`${field}_label`] ?? ''));
  const isStock = sample.some((row) => isItemState(row[keys.indexOf('state')] ?? ''));
  if (isStock && !keys.includes('item_state')) take('item_state', 'state');
  for (const field of importFields) take(field, field);
  for (const [name, field] of Object.entries(synonyms)) take(field, name);
  return mapping;
}

const isItemState = (cell: string): boolean => itemStates.some((state) => snakeCase(state) === snakeCase(cell));

/** The label of text columns whose values name one item alone. */
const identifying =
  /^(iccid|imsi|imei|eid|msisdn|mac(_address)?|serial(_number|_no)?|sn|phone_number|mobile_number|number|id|numero(_de_(serie|telefone))?|address)$/;

/** The text column whose value should be new to the stock, when its label says that it names one item alone. */
export const suggestUnique = (labels: TemplateLabels): ItemTextKey | null =>
  itemTextKeys.find((key) => identifying.test(snakeCase(labels[`${key}_label`] ?? ''))) ?? null;
