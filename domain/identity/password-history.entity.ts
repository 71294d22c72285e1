import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';
import { User } from './user.entity.ts';

/** Hash of a password somebody had before and may not take again so soon. */
export const PasswordHistory = defineEntity({
  name: 'PasswordHistory',
  tableName: 'password_history',
  properties: {
    id: p.uuid().primary(),
    user_id: () => p.manyToOne(User).mapToPk().joinColumn('user_id').deleteRule('cascade').index(),
    password_hash: p.string().length(255).hidden(),
    created: instant().defaultRaw('now()'),
  },
});
export type PasswordHistoryEntity = InferEntity<typeof PasswordHistory>;
