import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant, money, timestamps } from '../columns.ts';
import { Customer } from '../customers/customer.entity.ts';
import { Service } from '../services/service.entity.ts';
import { itemStates } from './inventory-rules.ts';
import { InventoryTemplate } from './inventory-template.entity.ts';

/**
 * One item of stock (chapter 07). `reserved_provision_id` is the order that holds it while it runs;
 * `assigned_provision_id` the order that assigned it, so that a roll-back finds everything it took. `management_password`
 * is sealed (see `domain/settings/vault.ts`); `import_id` and `import_row` say which line of which list it came from.
 */
export const Inventory = defineEntity({
  name: 'Inventory',
  tableName: 'inventory',
  indexes: [{ name: 'inventory_item_state', properties: ['item', 'item_state'] }],
  properties: {
    inventory_id: p.integer().primary(),
    inventory_template_id: () => p.manyToOne(InventoryTemplate).mapToPk().joinColumn('inventory_template_id').index(),
    item: p.string().length(120),
    customer_id: () => p.manyToOne(Customer).mapToPk().joinColumn('customer_id').nullable().deleteRule('set null').index(),
    service_id: () => p.manyToOne(Service).mapToPk().joinColumn('service_id').nullable().deleteRule('set null').index(),
    item_location: p.string().length(255).nullable(),
    item_state: p.enum([...itemStates]).default('New'),
    wholesale_cost: money().default('0'),
    retail_cost: money().default('0'),
    sold_date: instant().nullable(),
    itemtext1: p.string().length(1000).nullable().index(),
    itemtext2: p.string().length(1000).nullable().index(),
    itemtext3: p.string().length(1000).nullable(),
    itemtext4: p.string().length(1000).nullable(),
    itemtext5: p.string().length(1000).nullable(),
    itemtext6: p.string().length(1000).nullable(),
    itemtext7: p.string().length(1000).nullable(),
    itemtext8: p.string().length(1000).nullable(),
    itemtext9: p.string().length(1000).nullable(),
    itemtext10: p.string().length(1000).nullable(),
    itemtext11: p.string().length(1000).nullable(),
    itemtext12: p.string().length(1000).nullable(),
    itemtext13: p.string().length(1000).nullable(),
    itemtext14: p.string().length(1000).nullable(),
    itemtext15: p.string().length(1000).nullable(),
    itemtext16: p.string().length(1000).nullable(),
    itemtext17: p.string().length(1000).nullable(),
    itemtext18: p.string().length(1000).nullable(),
    itemtext19: p.string().length(1000).nullable(),
    itemtext20: p.string().length(1000).nullable(),
    address_line_1: p.string().length(255).nullable(),
    address_line_2: p.string().length(255).nullable(),
    city: p.string().length(120).nullable(),
    state: p.string().length(120).nullable(),
    zip_code: p.string().length(32).nullable(),
    country: p.string().length(120).nullable(),
    google_maps_place_id: p.string().length(255).nullable(),
    plus_code: p.string().length(64).nullable(),
    latitude: p.double().nullable(),
    longitude: p.double().nullable(),
    management_url: p.string().length(1000).nullable(),
    management_username: p.string().length(255).nullable(),
    management_password: p.text().nullable().hidden(),
    config_content: p.text().nullable().lazy(),
    config_file_path: p.string().length(1000).nullable(),
    inventory_notes: p.text().nullable(),
    reserved_provision_id: p.integer().nullable().index(),
    assigned_provision_id: p.integer().nullable().index(),
    import_id: p.integer().nullable(),
    import_row: p.integer().nullable(),
    ...timestamps(),
  },
});
export type InventoryEntity = InferEntity<typeof Inventory>;
