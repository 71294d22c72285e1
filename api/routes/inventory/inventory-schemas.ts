import { z } from '@hono/zod-openapi';
import { itemColumns, playItemColumns, secretItemColumns, staffItemColumns, templateColumns } from '../../../domain/inventory/inventory-columns.ts';
import { type ItemTextKey, itemStates, itemTextKeys } from '../../../domain/inventory/inventory-rules.ts';
import { addressFields } from '../../schemas/address.ts';
import { amount, flag, id, optionalId, optionalInstant, optionalText, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const cost = amount().refine((value) => !value.startsWith('-'), 'must not be negative');
const labelText = optionalText(100).optional();
const valueText = optionalText(1000).optional();

const labels = Object.fromEntries(itemTextKeys.slice(1).map((key) => [`${key}_label`, labelText])) as Record<
  `${Exclude<ItemTextKey, 'itemtext1'>}_label`,
  typeof labelText
>;
const values = Object.fromEntries(itemTextKeys.slice(1).map((key) => [key, valueText])) as Record<Exclude<ItemTextKey, 'itemtext1'>, typeof valueText>;

const templateFields = {
  icon: optionalText(100).optional(),
  wholesale_cost: cost.optional(),
  retail_cost: cost.optional(),
  allow_dropdown_staff: flag().optional(),
  allow_dropdown_customer: flag().optional(),
  ...labels,
};

const itemFields = {
  customer_id: optionalId().optional(),
  service_id: optionalId().optional(),
  item_location: optionalText(255).optional(),
  item_state: z.enum(itemStates).optional(),
  wholesale_cost: cost.optional(),
  retail_cost: cost.optional(),
  sold_date: optionalInstant().optional(),
  ...values,
  ...addressFields,
  plus_code: optionalText(64).optional(),
  management_url: optionalText(1000).optional(),
  management_username: optionalText(255).optional(),
  management_password: optionalText(1000).optional(),
  config_content: optionalText(500_000).optional(),
  config_file_path: optionalText(1000).optional(),
  inventory_notes: optionalText(10_000).optional(),
};

/** Kind of item to be created (chapter 12), with the labels of its own fields. */
export const newTemplate = z.object({ item: text(120, 1), itemtext1_label: text(100, 1), ...templateFields }).openapi('NewInventoryTemplate');
/** Keys of a kind of item that are to change; its items follow a new name. */
export const templateChange = z
  .object({ item: text(120, 1).optional(), itemtext1_label: text(100, 1).optional(), ...templateFields })
  .openapi('InventoryTemplateChange');
/** Item to be taken into stock; its kind is named by `item` or by the template’s id. */
export const newItem = z
  .object({ item: text(120, 1).optional(), inventory_template_id: optionalId().optional(), itemtext1: text(1000, 1), ...itemFields })
  .openapi('NewInventoryItem');
/** Keys of an item that are to change; its kind cannot. */
export const itemChange = z.object({ itemtext1: text(1000, 1).optional(), ...itemFields }).openapi('InventoryItemChange');

const allTemplateColumns = recordShape(templateColumns, 'InventoryTemplateColumns');
/** Kind of item as it is answered; without its wholesale cost for those who may not see what things cost. */
export const templateShape = allTemplateColumns.extend({ wholesale_cost: allTemplateColumns.shape.wholesale_cost.optional() }).openapi('InventoryTemplate');
const staffPart = recordShape({ ...staffItemColumns, ...secretItemColumns, ...playItemColumns }, 'InventoryItemInternals').partial();

/** An item: its columns, and its values again under the keys of its template's labels. */
export const itemShape = recordShape(itemColumns, 'InventoryItemColumns').extend(staffPart.shape).catchall(z.unknown()).openapi('InventoryItem');
/** An item on a page of a list. */
export const listedItemShape = itemShape.extend({ customer_name: z.string().nullable() }).openapi('ListedInventoryItem');

export const itemParams = z.object({ inventory_id: id() });
export const templateParams = z.object({ inventory_template_id: id() });
