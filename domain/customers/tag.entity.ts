import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant, timestamps } from '../columns.ts';
import { Customer } from './customer.entity.ts';

/** Coloured label on a customer, perhaps a link, shown between two instants (chapter 08); the colour is six hex digits. */
export const Tag = defineEntity({
  name: 'Tag',
  tableName: 'customer_tag',
  properties: {
    tag_id: p.integer().primary(),
    customer_id: () => p.manyToOne(Customer).mapToPk().joinColumn('customer_id').deleteRule('cascade').index(),
    tag_text: p.string().length(150),
    tag_hex_color: p.string().length(6),
    tag_link: p.string().length(1000).nullable(),
    tag_active_date: instant().defaultRaw('now()'),
    tag_deactivate_date: instant().defaultRaw(`'2099-01-01T00:00:00Z'`),
    ...timestamps(),
  },
});
export type TagEntity = InferEntity<typeof Tag>;
