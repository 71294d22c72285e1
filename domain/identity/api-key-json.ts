import { type Columns, recordJson, type RecordJson } from '../record.ts';

/** States of a key; `expiring` is one that works for at most 30 days more. */
export const apiKeyStatuses = ['active', 'expiring', 'expired', 'revoked'] as const;

/** The state of a key as SQL; needs `api_key k`. */
export const apiKeyStatus = `case when k.revoked_at is not null then 'revoked' when k.expiry_date <= now() then 'expired'
  when k.expiry_date <= now() + interval '30 days' then 'expiring' else 'active' end`;

/** Columns of a key; the key itself is shown once, when it is made. */
export const apiKeyColumns = {
  api_key_id: 'int',
  name: 'text',
  description: 'text?',
  masked_key: 'text',
  status: apiKeyStatuses,
  created_by: 'int',
  created_by_name: 'text',
  expiry_date: 'instant?',
  last_used: 'instant?',
  last_used_ip: 'text?',
  revoked_at: 'instant?',
  created: 'instant',
  last_modified: 'instant',
} as const satisfies Columns;

export type ApiKeyJson = RecordJson<typeof apiKeyColumns> & { permissions: string[]; ips: string[] | null };
export type ApiKeyRow = Record<string, unknown> & { permissions: string[]; ips: string[] | null };

/** SELECT list of `ApiKeyRow`; needs `api_key k` and `apiKeyJoin`. */
export const apiKeySelect = `k.api_key_id, k.name, k.description, 'sk_live_...' || k.key_hint as masked_key, ${apiKeyStatus} as status, k.created_by,
  coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username) as created_by_name, k.expiry_date, k.last_used, k.last_used_ip, k.revoked_at,
  k.created, k.last_modified, k.permissions, k.ips`;
export const apiKeyJoin = 'join app_user u on u.id = k.created_by';

/** Shows a key without its secret. */
export const apiKeyJson = (row: ApiKeyRow): ApiKeyJson => ({ ...recordJson(apiKeyColumns, row), permissions: row.permissions, ips: row.ips });
