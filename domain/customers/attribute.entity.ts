import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { timestamps } from '../columns.ts';
import { Customer } from './customer.entity.ts';

/** A name and a value that an operator or another system keeps with a customer (chapter 04); a name is there once per customer. */
export const Attribute = defineEntity({
  name: 'Attribute',
  tableName: 'customer_attribute',
  properties: {
    attribute_id: p.integer().primary(),
    customer_id: () => p.manyToOne(Customer).mapToPk().joinColumn('customer_id').deleteRule('cascade'),
    attribute_name: p.string().length(150),
    attribute_value: p.string().length(150),
    ...timestamps(),
  },
  uniques: [{ name: 'customer_attribute_once', properties: ['customer_id', 'attribute_name'] }],
  indexes: [{ name: 'customer_attribute_value', properties: ['attribute_name', 'attribute_value', 'customer_id'] }],
});
export type AttributeEntity = InferEntity<typeof Attribute>;
