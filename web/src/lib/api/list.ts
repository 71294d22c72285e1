/** What every list of the API takes (chapter 18). */
export interface ListQuery {
  page?: number;
  perPage?: number;
  sort?: string;
  order?: 'asc' | 'desc';
  search?: string;
  /** Allowed values per column. */
  filters?: Record<string, readonly (string | number | boolean | null)[]>;
}

/** What every list of the API answers. */
export interface Page<Row> {
  data: Row[];
  pagination: { current_page: number; per_page: number; total_pages: number; total_items: number };
}

/** Turns a list query into the API's query parameters. */
export function listParameters(query: ListQuery): Record<string, string | number | undefined> {
  const filters = Object.entries(query.filters ?? {}).filter(([, values]) => values.length > 0);
  return {
    page: query.page,
    per_page: query.perPage,
    sort: query.sort,
    order: query.order,
    search: query.search,
    filters: filters.length === 0 ? undefined : JSON.stringify(Object.fromEntries(filters)),
  };
}

/** Rows of a list that the API answers either as a page or, for a customer's own lists, as a plain array. */
export function rowsOf<Row>(answer: Page<Row> | Row[]): Row[] {
  return Array.isArray(answer) ? answer : answer.data;
}
