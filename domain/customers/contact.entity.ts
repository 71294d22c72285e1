import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { timestamps } from '../columns.ts';
import { Customer } from './customer.entity.ts';

/** Person who acts for a customer (chapter 12); `contact_types` is a comma-separated list of contact types. */
export const Contact = defineEntity({
  name: 'Contact',
  tableName: 'customer_contact',
  properties: {
    contact_id: p.integer().primary(),
    customer_id: () => p.manyToOne(Customer).mapToPk().joinColumn('customer_id').deleteRule('cascade').index(),
    contact_firstname: p.string().length(150),
    contact_lastname: p.string().length(150).default(''),
    contact_email: p.string().length(254).nullable(),
    contact_phone: p.string().length(40).nullable(),
    contact_types: p.string().length(100).default('primary'),
    ...timestamps(),
  },
});
export type ContactEntity = InferEntity<typeof Contact>;
