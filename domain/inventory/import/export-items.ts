import { stringify } from 'csv-stringify/sync';
import type { Ctx } from '../../context.ts';
import type { ListQuery } from '../../paging.ts';
import type { ItemJson } from '../inventory-columns.ts';
import { InventoryTemplate } from '../inventory-template.entity.ts';
import { itemTextKeys } from '../inventory-rules.ts';
import { listQueryOf, shownItems } from '../list-items.ts';
import { isTenant } from '../../identity/scope.ts';
import { safeCell } from './csv-cell.ts';

const batch = 500;
const before = ['inventory_id', 'item'] as const;
const after = [
  'item_state',
  'item_location',
  'customer_id',
  'service_id',
  'retail_cost',
  'sold_date',
  'address_line_1',
  'address_line_2',
  'city',
  'state',
  'zip_code',
  'country',
  'plus_code',
  'latitude',
  'longitude',
  'management_url',
  'created',
  'last_modified',
] as const;
const staffOnly = ['wholesale_cost', 'management_username', 'config_file_path', 'inventory_notes'] as const;

/**
 * The stock of a list as CSV, all pages of it, as it is read: a cursor shows one moment of the stock, however long it takes.
 * Text columns bear the labels of the kind when the list is of one kind; passwords are never in it, and nothing a spreadsheet would run.
 */
export async function* exportItems(ctx: Ctx, query: ListQuery): AsyncGenerator<string> {
  const em = ctx.em.fork();
  const { sql, params } = listQueryOf(ctx, query);
  await em.begin();
  try {
    const columns = await columnsOf(ctx, query);
    yield `\uFEFF${stringify([columns.map(({ heading }) => safeCell(heading))])}`;
    await em.execute(`declare exported no scroll cursor for ${sql}`, [...params]);
    for (;;) {
      const rows = await em.execute<{ inventory_template_id: number }[]>(`fetch ${batch} from exported`);
      if (rows.length === 0) return;
      const items = await shownItems(em, ctx.principal, rows, { inList: true });
      yield stringify(items.map((item) => columns.map(({ key }) => cellOf(item, key))));
    }
  } finally {
    await em.rollback();
  }
}

interface ExportColumn {
  key: string;
  heading: string;
}

async function columnsOf({ em, principal }: Ctx, { filters }: ListQuery): Promise<ExportColumn[]> {
  const kinds = filters['item'] ?? [];
  const template = kinds.length === 1 ? await em.findOne(InventoryTemplate, { item: String(kinds[0]) }) : null;
  const texts = itemTextKeys.flatMap((key): ExportColumn[] => {
    if (template === null) return [{ key, heading: key }];
    const label = template[`${key}_label`];
    return label ? [{ key, heading: label }] : [];
  });
  const named = (keys: readonly string[]): ExportColumn[] => keys.map((key) => ({ key, heading: key }));
  return [...named(before), ...texts, ...named(after), ...(isTenant(principal) ? [] : named(staffOnly))];
}

function cellOf(item: ItemJson, key: string): string {
  const value = item[key];
  return value === null || value === undefined ? '' : safeCell(String(value));
}
