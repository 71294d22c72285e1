import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';

/** Failed sign-ins of one source since `since`; `key` is a SHA-256, so that what people typed is not kept. */
export const LoginFailure = defineEntity({
  name: 'LoginFailure',
  tableName: 'login_failure',
  properties: {
    key: p.string().length(64).primary(),
    /** Digest of the account, where one is counted; several sources may have the same. */
    account: p.string().length(64).nullable().index(),
    failures: p.integer(),
    since: instant().index(),
    blocked_until: instant().nullable(),
  },
});
export type LoginFailureEntity = InferEntity<typeof LoginFailure>;
