import { listParameters, type ListQuery, type Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

/** A key without its secret. */
export interface ApiKey {
  api_key_id: number;
  name: string;
  description: string | null;
  masked_key: string;
  status: 'active' | 'expiring' | 'expired' | 'revoked';
  created_by: number;
  created_by_name: string;
  expiry_date: string | null;
  last_used: string | null;
  last_used_ip: string | null;
  created: string;
  permissions: string[];
  ips: string[] | null;
}

/** A key the one time it is shown. */
export type ShownApiKey = ApiKey & { api_key: string };

export interface ApiKeyCounters {
  total: number;
  active: number;
  expiring: number;
  expired: number;
}

export interface ApiKeyInput {
  name: string;
  description: string | null;
  expiry_date: string | null;
  permissions: string[];
  ips: string[] | null;
}

export function listApiKeys(
  query: ListQuery,
  context: RequestContext = {},
): Promise<Page<ApiKey> & { counters: ApiKeyCounters }> {
  return request('GET', '/crm/api-keys', { ...context, query: listParameters(query) });
}

export function createApiKey(input: ApiKeyInput): Promise<ShownApiKey> {
  return request<ShownApiKey>('POST', '/crm/api-keys', { body: input });
}

export function updateApiKey(id: number, input: ApiKeyInput): Promise<ApiKey> {
  return request<ApiKey>('PATCH', `/crm/api-keys/${id}`, { body: input });
}

/** Replaces a key; the old one is refused at once. */
export function regenerateApiKey(id: number): Promise<ShownApiKey> {
  return request<ShownApiKey>('POST', `/crm/api-keys/${id}/regenerate`);
}

export async function revokeApiKey(id: number): Promise<void> {
  await request('DELETE', `/crm/api-keys/${id}`);
}
