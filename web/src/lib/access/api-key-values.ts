import type { ApiKey, ApiKeyInput } from '#lib/api/api-keys-service.ts';

/** A key's form but for its permissions. */
export interface KeyValues {
  name: string;
  description: string;
  /** YYYY-MM-DD, empty for none. */
  expiry_date: string;
  ips: string;
}

/** Values of a key's form; of an empty one without a key. */
export const keyValues = (key?: ApiKey): KeyValues => ({
  name: key?.name ?? '',
  description: key?.description ?? '',
  expiry_date: key?.expiry_date?.slice(0, 10) ?? '',
  ips: (key?.ips ?? []).join('\n'),
});

/** What the API is sent. */
export function keyInput(values: KeyValues, permissions: string[]): ApiKeyInput {
  const ips = values.ips.split(/[\s,;]+/).filter(Boolean);
  return {
    name: values.name,
    description: values.description.trim() || null,
    expiry_date: values.expiry_date || null,
    permissions,
    ips: ips.length === 0 ? null : ips,
  };
}
