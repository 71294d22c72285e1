import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import { filterConditions, findPage, ordering } from '../find-page.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { apiKeyJoin, type ApiKeyJson, apiKeyJson, type ApiKeyRow, apiKeySelect, apiKeyStatus } from './api-key-json.ts';

const sortable = ['api_key_id', 'name', 'created', 'expiry_date', 'created_by', 'last_used'] as const;

/** How many keys there are, revoked ones left out; `expiring` ones are active as well. */
export interface ApiKeyCounters {
  total: number;
  active: number;
  expiring: number;
  expired: number;
}

/** A page of keys with the counters of all (chapter 03), searched by name, description or the key's last characters; revoked ones only when asked for. */
export async function listApiKeys({ em }: Ctx, query: ListQuery): Promise<Page<ApiKeyJson> & { counters: ApiKeyCounters }> {
  const column = sortColumn(query, sortable, 'api_key_id');
  const where = filterConditions(query.filters, { status: apiKeyStatus, created_by: 'k.created_by' });
  if (query.filters['status'] === undefined) where.push({ sql: 'k.revoked_at is null' });
  if (query.search !== undefined) {
    const like = containing(query.search);
    // The end of a key, typed with or without what masks the rest.
    const end = containing(query.search.replace(/^sk_live_\.*/, '')).replace(/%$/, '');
    where.push({ sql: `k.name ilike ? or k.description ilike ? or 'sk_live_...' || k.key_hint like ?`, params: [like, like, end] });
  }
  const source = column === 'created_by' ? 'created_by_name' : `k.${column}`;
  const orderBy = ordering(source, query.order, 'k.api_key_id', ['expiry_date', 'last_used'].includes(column));
  const from = `api_key k ${apiKeyJoin}`;
  const [page, counters] = [await findPage<ApiKeyRow>(em, { select: apiKeySelect, from, where, orderBy }, query), await countApiKeys(em)];
  return { ...page, data: page.data.map(apiKeyJson), counters };
}

/** Reads a key, revoked or not; throws `not_found`. */
export async function readApiKey(em: EntityManager, apiKeyId: number): Promise<ApiKeyJson> {
  const [row] = await em.execute<ApiKeyRow[]>(`select ${apiKeySelect} from api_key k ${apiKeyJoin} where k.api_key_id = ?`, [apiKeyId]);
  if (row === undefined) throw notFound('API key', apiKeyId);
  return apiKeyJson(row);
}

async function countApiKeys(em: EntityManager): Promise<ApiKeyCounters> {
  const [row] = await em.execute<ApiKeyCounters[]>(
    `select count(*)::int as total, count(*) filter (where status in ('active', 'expiring'))::int as active,
            count(*) filter (where status = 'expiring')::int as expiring, count(*) filter (where status = 'expired')::int as expired
       from (select ${apiKeyStatus} as status from api_key k where k.revoked_at is null) keys`,
  );
  return row ?? { total: 0, active: 0, expiring: 0, expired: 0 };
}
