import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant, timestamps } from '../columns.ts';
import { Customer } from '../customers/customer.entity.ts';
import { channels, communicationStates } from './communication-columns.ts';

/** A message that was handed to an outside system for somebody; `custom_id` names it for ever, so that it is there once. */
export const Communication = defineEntity({
  name: 'Communication',
  tableName: 'communication',
  properties: {
    communication_id: p.integer().primary(),
    customer_id: () => p.manyToOne(Customer).mapToPk().joinColumn('customer_id').deleteRule('cascade').nullable(),
    channel: p.enum([...channels]).default('email'),
    recipient: p.string().length(2000),
    sender: p.string().length(400).nullable(),
    subject: p.string().length(500),
    template: p.string().length(150).nullable(),
    state: p.enum([...communicationStates]).default('sending'),
    reason: p.text().nullable(),
    custom_id: p.string().length(200).nullable().unique(),
    message_ids: p.text().nullable(),
    sent_at: instant().nullable(),
    ...timestamps(),
  },
  indexes: [{ name: 'communication_of_customer', properties: ['customer_id', 'communication_id'] }],
});
export type CommunicationEntity = InferEntity<typeof Communication>;
