import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant, timestamps } from '../columns.ts';
import { accountTypes, type CustomerStatus, customerStatuses, paymentTypes } from './customer-rules.ts';

/** Company or individual that is invoiced (chapters 09 and 12). */
export const Customer = defineEntity({
  name: 'Customer',
  tableName: 'customer',
  properties: {
    customer_id: p.integer().primary(),
    customer_name: p.string().length(255),
    customer_account_type: p.enum([...accountTypes]).default('Individual'),
    customer_status: p
      .enum([...customerStatuses])
      .default('Open')
      .index(),
    customer_payment_type: p.enum([...paymentTypes]).default('prepaid'),
    customer_enabled: p.boolean().default(true),
    tax_identifier: p.string().length(64).nullable(),
    contract_start_date: instant().nullable(),
    contract_end_date: instant().nullable(),
    /** Set while the customer is archived, with what it was before. */
    archived_at: instant().nullable(),
    archived_status: p.string().columnType('text').$type<CustomerStatus>().nullable(),
    archived_enabled: p.boolean().nullable(),
    ...timestamps(),
  },
});
export type CustomerEntity = InferEntity<typeof Customer>;
