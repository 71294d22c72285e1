import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';

/** Terms that were accepted with an order, word for word (CAT-6). Known to the ORM so that the audit trail is put on its table. */
export const TermsAcceptance = defineEntity({
  name: 'TermsAcceptance',
  tableName: 'terms_acceptance',
  properties: {
    terms_acceptance_id: p.integer().primary(),
    provision_id: p.integer().unique(),
    customer_id: p.integer(),
    product_id: p.integer(),
    user_id: p.integer().nullable(),
    accepted_by: p.text(),
    terms: p.text(),
    terms_sha256: p.string().length(64),
    accepted: instant().defaultRaw('now()'),
  },
});
export type TermsAcceptanceEntity = InferEntity<typeof TermsAcceptance>;
