import { holds, type Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { type ColumnKind, recordJson, type RecordJson, without } from '../record.ts';
import type { Vault } from '../settings/vault.ts';
import { openPassword } from './item-password.ts';
import { type ItemTextKey, itemStates, itemTextKeys } from './inventory-rules.ts';
import { type LabelledColumn, labelledColumns, labelledValues, type TemplateLabels } from './label-keys.ts';

const itemTexts = Object.fromEntries(itemTextKeys.map((key) => [key, 'text?'])) as Record<ItemTextKey, 'text?'>;
const labels = Object.fromEntries(itemTextKeys.map((key) => [`${key}_label`, 'text?'])) as Record<`${ItemTextKey}_label`, 'text?'>;

/** What the contract shows of a template (chapter 07). */
export const templateColumns = {
  inventory_template_id: 'int',
  item: 'text',
  icon: 'text?',
  wholesale_cost: 'amount',
  retail_cost: 'amount',
  allow_dropdown_staff: 'flag',
  allow_dropdown_customer: 'flag',
  ...labels,
  created: 'instant',
  last_modified: 'instant',
} as const;
type FullTemplate = RecordJson<typeof templateColumns>;
export type TemplateJson = Omit<FullTemplate, 'wholesale_cost'> & Partial<Pick<FullTemplate, 'wholesale_cost'>>;

/** Shows a template, to a customer without what it costs the operator. */
export const templateJson = (principal: Principal, row: object): TemplateJson =>
  recordJson(isTenant(principal) ? without(templateColumns, 'wholesale_cost') : templateColumns, row) as TemplateJson;

/** What the contract shows of an item to everybody who may see it. */
export const itemColumns = {
  inventory_id: 'int',
  inventory_template_id: 'int',
  item: 'text',
  customer_id: 'int?',
  service_id: 'int?',
  item_location: 'text?',
  item_state: itemStates,
  retail_cost: 'amount',
  sold_date: 'instant?',
  ...itemTexts,
  address_line_1: 'text?',
  address_line_2: 'text?',
  city: 'text?',
  state: 'text?',
  zip_code: 'text?',
  country: 'text?',
  google_maps_place_id: 'text?',
  plus_code: 'text?',
  latitude: 'real?',
  longitude: 'real?',
  management_url: 'text?',
  created: 'instant',
  last_modified: 'instant',
} as const;

/** What is the operator's alone. */
export const staffItemColumns = {
  wholesale_cost: 'amount',
  management_username: 'text?',
  config_file_path: 'text?',
  inventory_notes: 'text?',
  reserved_provision_id: 'int?',
  assigned_provision_id: 'int?',
  import_id: 'int?',
  has_management_password: 'flag',
} as const;

/** What only plays and those who may change stock see; pages of lists leave it out, because it is long. */
export const secretItemColumns = { config_content: 'text?' } as const;

/** What plays alone are given with an item; people ask for it by itself (see `reveal-password.ts`). */
export const playItemColumns = { management_password: 'text?' } as const;

/** An item, with its values also under its template's labels. */
export type ItemJson = RecordJson<typeof itemColumns> &
  Partial<RecordJson<typeof staffItemColumns> & RecordJson<typeof secretItemColumns> & RecordJson<typeof playItemColumns>> & { [label: string]: unknown };

/** An item on a page of a list, with its customer's name for those who may see customers. */
export type ListedItemJson = ItemJson & { customer_name: string | null };

/** True for plays and holders of update_inventory: they see SIM keys, PINs and configurations. */
export const seesSecrets = (principal: Principal): boolean => !isTenant(principal) && holds(principal, 'update_inventory');

/** How an item is shown: plays are given passwords, which the vault opens; a list leaves out what is long. */
export interface ItemView {
  vault?: Vault;
  inList?: boolean;
}

/** Shows an item of stock under its template's labels (INV-3), as far as the principal may see it. */
export function itemJson(principal: Principal, row: object, template: TemplateLabels, { vault, inList = false }: ItemView = {}): ItemJson {
  const isPlay = principal.play !== undefined;
  const columns: Record<string, ColumnKind> = {
    ...itemColumns,
    ...(isTenant(principal) ? {} : staffItemColumns),
    ...(seesSecrets(principal) && !inList ? secretItemColumns : {}),
  };
  const password = (row as { management_password?: string | null }).management_password ?? null;
  const shown: Record<string, unknown> = recordJson(columns, { ...row, has_management_password: password !== null });
  if (isPlay && seesSecrets(principal) && vault !== undefined) shown['management_password'] = openPassword(vault, password);
  const labelled = labelledColumns(template);
  const visible = seesSecrets(principal) ? labelled : withoutSecrets(shown, labelled);
  return { ...labelledValues(shown, visible), ...shown } as ItemJson;
}

/** Blanks the columns that hold secrets. */
function withoutSecrets(shown: Record<string, unknown>, labelled: readonly LabelledColumn[]): LabelledColumn[] {
  for (const { column, secret } of labelled) if (secret) shown[column] = null;
  return labelled.filter(({ secret }) => !secret);
}
