import type { Ctx } from '../context.ts';
import { forbidden } from '../errors.ts';
import { type Page, toPage } from '../paging.ts';
import { searchDetails } from './search-details.ts';
import type { SearchHit } from './search-hit.ts';
import { type SearchKind, visibleKinds } from './search-kinds.ts';
import { searchSql } from './search-sql.ts';
import { withKnownWords } from './known-words.ts';
import { withNearWords } from './near-words.ts';
import { type SearchTerms, searchTerms } from './search-terms.ts';

/** With fewer hits than this, misspelt words are looked for as well. */
const fewHits = 5;

/** What is looked for, and how it is to be shown. */
export interface SearchQuery {
  search: string;
  page: number;
  per_page: number;
  /** Also accounts that are closed or archived, with what belongs to them. */
  search_closed_records: boolean;
  /** This kind alone; every kind that the searcher may see when undefined. */
  type?: SearchKind | undefined;
  /** Also whom a hit belongs to and what tells it from others of its name. */
  details: boolean;
}

/**
 * Searches customers, contacts, sites, stock and services at once, best hits first (SRCH-1, SRCH-2): parts of words, any
 * case, accents or notation of numbers, and misspelt words when little else is found. At most the first thousand hits of
 * a word count. Suspended accounts are in use and found like open ones. Throws `validation` naming `search` for a text without a
 * letter or digit, `forbidden` for who may see none of it.
 */
export async function searchEverything(ctx: Ctx, query: SearchQuery, country: string): Promise<Page<SearchHit>> {
  const { em, principal } = ctx;
  const kinds = visibleKinds(principal).filter((kind) => query.type === undefined || kind === query.type);
  if (kinds.length === 0) throw forbidden('This needs a permission to view customers, contacts, services, stock or sites.');
  const terms = await withKnownWords(em, searchTerms(query.search, country));
  const ask = async (asked: SearchTerms): Promise<Row[]> => {
    const page = { limit: query.per_page, offset: (query.page - 1) * query.per_page };
    const { sql, params } = searchSql(asked, { kinds, principal, closed: query.search_closed_records }, page);
    return em.execute<Row[]>(sql, [...params]);
  };
  // With a word that no record has, nothing is found but what is spelt nearly like it.
  const isUnknown = terms.words.some(({ within }) => within?.length === 0);
  let rows = isUnknown ? [] : await ask(terms);
  const total = rows[0]?.total ?? 0;
  if (total < fewHits) {
    const widened = await withNearWords(em, terms, total > 0);
    if (widened !== undefined || isUnknown) rows = await ask(widened ?? terms);
  }
  const hits = rows.flatMap(({ id, name, customer_id, kind }) => (kind === null ? [] : [{ id, name, customer_id, type: kind }]));
  return toPage(query.details ? await searchDetails(em, principal, hits) : hits, rows[0]?.total ?? 0, query);
}

interface Row {
  total: number;
  kind: SearchKind | null;
  id: number;
  customer_id: number | null;
  name: string;
}
