import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';
import { User } from './user.entity.ts';

/** A session in which a member of staff acts for somebody else (chapter 25); open while `impersonation_end` is empty. */
export const ImpersonationLog = defineEntity({
  name: 'ImpersonationLog',
  tableName: 'impersonation_log',
  properties: {
    impersonation_id: p.integer().primary(),
    impersonating_user_id: () => p.manyToOne(User).mapToPk().joinColumn('impersonating_user_id'),
    target_user_id: () => p.manyToOne(User).mapToPk().joinColumn('target_user_id'),
    session_id: p.uuid().unique(),
    original_session_id: p.uuid(),
    reason: p.string().length(500).nullable(),
    ip: p.string().length(64).nullable(),
    impersonation_start: instant().defaultRaw('now()'),
    expires_at: instant(),
    impersonation_end: instant().nullable(),
  },
});
export type ImpersonationLogEntity = InferEntity<typeof ImpersonationLog>;
