import { goto } from '$app/navigation';
import { page } from '$app/state';
import type { ListQuery } from '#lib/api/list.ts';

interface ListDefaults {
  sort: string;
  order: 'asc' | 'desc';
  perPage?: number;
  /** Columns that may be filtered; their names are the parameters' names in the address. */
  filterKeys?: readonly string[];
  /** Filters that apply until the person chooses others; an explicit "all" is kept as an empty parameter. */
  filters?: Record<string, readonly string[]>;
}

export const perPageChoices = [20, 50, 100] as const;

/**
 * What a list shows, kept in the address so that a reload, a shared link and the back button give the same list.
 * Call it while a component is being set up.
 */
export class ListState {
  readonly #defaults: ListDefaults;

  constructor(defaults: ListDefaults) {
    this.#defaults = defaults;
  }

  get #parameters(): typeof page.url.searchParams {
    return page.url.searchParams;
  }

  get page(): number {
    return Math.max(1, Math.trunc(Number(this.#parameters.get('page'))) || 1);
  }

  get perPage(): number {
    const asked = Number(this.#parameters.get('per_page'));
    return perPageChoices.find((choice) => choice === asked) ?? this.#defaults.perPage ?? 20;
  }

  get sort(): string {
    return this.#parameters.get('sort') ?? this.#defaults.sort;
  }

  get order(): 'asc' | 'desc' {
    const order = this.#parameters.get('order');
    return order === 'asc' || order === 'desc' ? order : this.#defaults.order;
  }

  get search(): string {
    return this.#parameters.get('q') ?? '';
  }

  /** Chosen values of one filter. */
  filter(key: string): string[] {
    if (!this.#parameters.has(key)) return [...(this.#defaults.filters?.[key] ?? [])];
    return this.#parameters.getAll(key).filter((value) => value !== '');
  }

  get filters(): Record<string, string[]> {
    return Object.fromEntries((this.#defaults.filterKeys ?? []).map((key) => [key, this.filter(key)]));
  }

  /** True when a search or filter narrows the list beyond its defaults. */
  get narrowed(): boolean {
    return this.search !== '' || (this.#defaults.filterKeys ?? []).some((key) => this.#parameters.has(key));
  }

  /** The query for the API. */
  get query(): ListQuery {
    const { page, perPage, sort, order, search, filters } = this;
    return { page, perPage, sort, order, search: search || undefined, filters };
  }

  setPage(next: number): void {
    void this.#write((parameters) => put(parameters, 'page', next === 1 ? null : String(next)), false);
  }

  setPerPage(next: number): void {
    void this.#write((parameters) => put(parameters, 'per_page', String(next)));
  }

  setSearch(text: string): void {
    if (text.trim() === this.search) return;
    void this.#write((parameters) => put(parameters, 'q', text.trim() || null));
  }

  setFilter(key: string, values: readonly string[]): void {
    void this.#write((parameters) => {
      parameters.delete(key);
      if (values.length === 0 && this.#defaults.filters?.[key]) parameters.append(key, '');
      for (const value of values) parameters.append(key, value);
    });
  }

  /** Sorts by a column; asking again turns the order round. */
  toggleSort(key: string): void {
    this.setSort(key, this.sort === key && this.order === 'asc' ? 'desc' : 'asc');
  }

  /** Sorts by a column in one order. */
  setSort(key: string, order: 'asc' | 'desc'): void {
    void this.#write((parameters) => {
      put(parameters, 'sort', key);
      put(parameters, 'order', order);
    });
  }

  /** Forgets search and filters. */
  clear(): void {
    void this.#write((parameters) => {
      parameters.delete('q');
      for (const key of this.#defaults.filterKeys ?? []) parameters.delete(key);
    });
  }

  async #write(change: (parameters: URLSearchParams) => void, toFirstPage = true): Promise<void> {
    const url = new URL(page.url.href);
    change(url.searchParams);
    if (toFirstPage) url.searchParams.delete('page');
    await goto(url, { replace: toFirstPage, reset: !toFirstPage });
  }
}

function put(parameters: URLSearchParams, key: string, value: string | null): void {
  if (value === null) parameters.delete(key);
  else parameters.set(key, value);
}
