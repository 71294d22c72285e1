import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';
import { User } from './user.entity.ts';

/** An account at another provider that signs a user in; issuer and subject name it for ever (OpenID Connect Core §2). */
export const LoginIdentity = defineEntity({
  name: 'LoginIdentity',
  tableName: 'login_identity',
  uniques: [{ properties: ['issuer', 'subject'], name: 'login_identity_issuer_subject_unique' }],
  properties: {
    id: p.uuid().primary(),
    user_id: () => p.manyToOne(User).mapToPk().joinColumn('user_id').deleteRule('cascade').index(),
    issuer: p.string().length(500),
    subject: p.string().length(255),
    provider: p.string().length(40),
    created: instant().defaultRaw('now()'),
  },
});
export type LoginIdentityEntity = InferEntity<typeof LoginIdentity>;
