import type { EntityManager } from '@mikro-orm/postgresql';
import { located } from '../../domain/customers/plus-code.ts';
import { InventoryTemplate } from '../../domain/inventory/inventory-template.entity.ts';
import { Inventory } from '../../domain/inventory/inventory.entity.ts';
import { type ItemState, itemTextKeys } from '../../domain/inventory/inventory-rules.ts';
import type { Place } from './places.ts';
import { createRandom } from './random.ts';
import { type StockKind, stockKinds } from './stock-kinds.ts';

const locations = ['Leeds warehouse', 'Leeds warehouse', 'Manchester shop', 'Birmingham shop', 'Edinburgh shop'] as const;

/** Makes the templates and their items, 664 in all, most of them in stock. */
export async function makeStock(em: EntityManager): Promise<number> {
  const random = createRandom(42);
  let items = 0;
  for (const kind of stockKinds) {
    const { item, icon, wholesale_cost, retail_cost, forCustomers, labels, count, texts } = kind;
    const named = Object.fromEntries(labels.map((label, index) => [`itemtext${index + 1}_label`, label])) as { itemtext1_label: string };
    const template = em.create(InventoryTemplate, {
      item,
      icon,
      wholesale_cost,
      retail_cost,
      allow_dropdown_staff: true,
      allow_dropdown_customer: forCustomers,
      ...named,
    });
    await em.flush();
    const rows = Array.from({ length: count }, (_, number) => {
      const written = texts(number, random);
      const columns = Object.fromEntries(written.map((text, index) => [itemTextKeys[index], text]));
      const item_location = kind.virtual ? null : random.of(locations);
      const mast = kind.mastOf?.(number);
      return {
        inventory_template_id: template.inventory_template_id,
        item,
        item_location,
        item_state: stateOf(kind, number),
        wholesale_cost,
        retail_cost,
        management_url: activationCode(written),
        ...columns,
        ...(mast && onMast(mast)),
      };
    });
    await em.insertMany(Inventory, rows);
    items += count;
  }
  return items;
}

const elsewhere = ['In Transit', 'Damaged', 'Used', 'Internal Use', 'Out of Service', 'Lost'] as const;
const elsewhereVirtual = ['Used', 'Internal Use', 'Out of Service'] as const;

/** Every twelfth item is somewhere else in its life. */
function stateOf({ virtual }: StockKind, number: number): ItemState {
  if (number % 12 !== 11) return number % 5 === 0 ? 'New' : 'In Stock';
  const states: readonly ItemState[] = virtual ? elsewhereVirtual : elsewhere;
  return states[Math.floor(number / 12) % states.length] ?? 'In Stock';
}

/** Stands in the middle of a town and is not for sale. */
const onMast = ({ latitude, longitude }: Place) => ({ item_state: 'Internal Use', item_location: 'On a mast', ...located({ latitude, longitude }) }) as const;

/** What an eSIM's owner scans (GSMA SGP.22 §4.1); nothing for other items. */
const activationCode = ([id, , type]: readonly string[]): string | null =>
  type === 'eSIM' && id !== undefined ? `LPA:1$smdp.northbridge.example$${id.slice(-10)}` : null;
