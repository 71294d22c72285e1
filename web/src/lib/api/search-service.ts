import type { Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

export type HitType = 'customer' | 'contact' | 'service' | 'inventory' | 'site';

/** One record that a search found (chapter 27). */
export interface SearchHit {
  id: number;
  name: string;
  customer_id: number | null;
  type: HitType;
  customer_name: string | null;
  /** What tells it from others of its name. */
  detail: string | null;
  status: string | null;
}

/** How a search is asked for. */
export interface SearchQuery {
  search: string;
  page?: number;
  perPage?: number;
  /** Also accounts that are closed or archived. */
  closed?: boolean;
  /** This kind alone. */
  type?: HitType;
}

/** Searches customers, contacts, sites, stock and services, best hits first. */
export const searchEverything = ({ search, page, perPage, closed, type }: SearchQuery, context: RequestContext = {}) =>
  request<Page<SearchHit>>('GET', '/utilities/search_everything', {
    ...context,
    query: { search, page, per_page: perPage, search_closed_records: closed || undefined, type, details: true },
  });
