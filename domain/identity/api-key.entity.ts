import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant, timestamps } from '../columns.ts';
import { User } from './user.entity.ts';

/** A key of a program (chapter 03). Only its SHA-256 is stored, enough for 256 random bits; `key_hint` are its last characters. */
export const ApiKey = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    api_key_id: p.integer().primary(),
    name: p.string().length(150),
    description: p.text().nullable(),
    key_hash: p.string().length(64).nullable().unique().hidden(),
    key_hint: p.string().length(8),
    permissions: p.array<string>(),
    ips: p.array<string>().nullable(),
    created_by: () => p.manyToOne(User).mapToPk().joinColumn('created_by'),
    expiry_date: instant().nullable(),
    last_used: instant().nullable(),
    last_used_ip: p.string().length(64).nullable(),
    revoked_at: instant().nullable(),
    ...timestamps(),
  },
});
export type ApiKeyEntity = InferEntity<typeof ApiKey>;
