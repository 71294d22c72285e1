import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Product } from '../catalog/product.entity.ts';
import { instant, money, percentage, timestamps } from '../columns.ts';
import { Customer } from '../customers/customer.entity.ts';
import { Site } from '../customers/site.entity.ts';
import { Service } from '../services/service.entity.ts';

/** A charge (positive) or credit (negative) of a customer (chapter 37). */
export const Transaction = defineEntity({
  name: 'Transaction',
  tableName: 'customer_transaction',
  properties: {
    transaction_id: p.integer().primary(),
    customer_id: () => p.manyToOne(Customer).mapToPk().joinColumn('customer_id').index(),
    service_id: () => p.manyToOne(Service).mapToPk().joinColumn('service_id').nullable().deleteRule('set null').index(),
    site_id: () => p.manyToOne(Site).mapToPk().joinColumn('site_id').nullable().deleteRule('set null'),
    product_id: () => p.manyToOne(Product).mapToPk().joinColumn('product_id').nullable(),
    invoice_id: p.integer().nullable().index(),
    provision_id: p.integer().nullable().index(),
    title: p.string().length(255),
    description: p.text().nullable(),
    transaction_type: p.enum(['debit', 'credit']).default('debit'),
    credit_type: p.string().length(64).nullable(),
    retail_cost: money(),
    wholesale_cost: money().default('0'),
    tax_percentage: percentage().default('0'),
    tax_amount: money().default('0'),
    transaction_date: instant().defaultRaw('now()'),
    void: p.boolean().default(false),
    idempotency_key: p.string().length(150).nullable().unique().hidden(),
    ...timestamps(),
  },
});
export type TransactionEntity = InferEntity<typeof Transaction>;
