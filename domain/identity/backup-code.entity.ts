import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';
import { User } from './user.entity.ts';

/** One backup code of a second factor, as a keyed hash; `pending` until the enrolment it was made for is confirmed. */
export const BackupCode = defineEntity({
  name: 'BackupCode',
  tableName: 'backup_code',
  properties: {
    id: p.uuid().primary(),
    user_id: () => p.manyToOne(User).mapToPk().joinColumn('user_id').deleteRule('cascade').index(),
    code_hash: p.string().length(64),
    pending: p.boolean().default(false),
    used_at: instant().nullable(),
    created: instant().defaultRaw('now()'),
  },
});
export type BackupCodeEntity = InferEntity<typeof BackupCode>;
