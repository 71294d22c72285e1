import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { timestamps } from '../columns.ts';
import { Customer } from './customer.entity.ts';

/** Physical place where services are delivered (chapter 12); coordinates are WGS 84 degrees. */
export const Site = defineEntity({
  name: 'Site',
  tableName: 'customer_site',
  properties: {
    site_id: p.integer().primary(),
    customer_id: () => p.manyToOne(Customer).mapToPk().joinColumn('customer_id').deleteRule('cascade').index(),
    site_name: p.string().length(255),
    address_line_1: p.string().length(255).nullable(),
    address_line_2: p.string().length(255).nullable(),
    city: p.string().length(120).nullable(),
    state: p.string().length(120).nullable(),
    zip_code: p.string().length(32).nullable(),
    country: p.string().length(120),
    latitude: p.double().nullable(),
    longitude: p.double().nullable(),
    google_maps_place_id: p.string().length(255).nullable(),
    plus_code: p.string().length(32).nullable(),
    address_note: p.text().nullable(),
    ...timestamps(),
  },
});
export type SiteEntity = InferEntity<typeof Site>;
