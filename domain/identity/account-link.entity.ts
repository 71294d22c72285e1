import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';
import { User } from './user.entity.ts';

/** A mailed link that works once: to set a password, or to prove that an address is one's own. Only its token's SHA-256 is kept. */
export const AccountLink = defineEntity({
  name: 'AccountLink',
  tableName: 'account_link',
  properties: {
    mail_id: p.uuid().primary(),
    user_id: () => p.manyToOne(User).mapToPk().joinColumn('user_id').deleteRule('cascade').index(),
    purpose: p.enum(['password', 'email'] as const),
    mail_kind: p.string().length(40),
    token_hash: p.string().length(64).unique(),
    email: p.string().columnType('citext'),
    expires_at: instant(),
    used_at: instant().nullable(),
    created: instant().defaultRaw('now()'),
  },
});
export type AccountLinkEntity = InferEntity<typeof AccountLink>;
