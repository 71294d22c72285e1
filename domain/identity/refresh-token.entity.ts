import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';
import { User } from './user.entity.ts';

/** One link of a rotating chain of refresh tokens; `family_id` is the session, only the SHA-256 is stored. */
export const RefreshToken = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_token',
  properties: {
    id: p.uuid().primary(),
    family_id: p.uuid().index(),
    user_id: () => p.manyToOne(User).mapToPk().joinColumn('user_id').deleteRule('cascade').index(),
    token_hash: p.string().length(64).unique(),
    remember: p.boolean().default(false),
    ip: p.string().length(64).nullable(),
    user_agent: p.string().length(400).nullable(),
    expires_at: instant(),
    rotated_at: instant().nullable(),
    revoked_at: instant().nullable(),
    created: instant().defaultRaw('now()'),
  },
});
export type RefreshTokenEntity = InferEntity<typeof RefreshToken>;
