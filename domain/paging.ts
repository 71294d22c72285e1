import { invalid } from './errors.ts';

/** How a list was asked for; pages count from 1. */
export interface ListQuery {
  page: number;
  per_page: number;
  sort?: string | undefined;
  order: 'asc' | 'desc';
  search?: string | undefined;
  filters: Record<string, (string | number | boolean | null)[]>;
}

/** A page of a list as the contract shapes it (chapter 27). */
export interface Page<T> {
  data: T[];
  pagination: { current_page: number; per_page: number; total_pages: number; total_items: number };
}

/** Most rows a page may have. */
export const maxPerPage = 200;

/** Wraps rows and their total into the contract's page. */
export const toPage = <T>(rows: T[], total: number, { page, per_page }: Pick<ListQuery, 'page' | 'per_page'>): Page<T> => ({
  data: rows,
  pagination: { current_page: page, per_page, total_pages: Math.ceil(total / per_page), total_items: total },
});

/** The column to sort by, from a closed list; anything else is a fault of the field `sort`. */
export function sortColumn<C extends string>(query: ListQuery, allowed: readonly C[], fallback: C): C {
  if (query.sort === undefined) return fallback;
  const column = allowed.find((name) => name === query.sort);
  if (column === undefined) throw invalid('sort', `Cannot sort by “${query.sort}”; use one of ${allowed.join(', ')}.`);
  return column;
}

/** Text for LIKE with its wildcards taken literally, to be used with `escape '\'`. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
