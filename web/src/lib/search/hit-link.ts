import type { SearchHit } from '#lib/api/search-service.ts';

/** Numbers of the customer page's tabs in links (chapter 27). */
const tabs = { contact: 4, site: 2, inventory: 8, service: 3 } as const;

/** Query parameter that names the row to be shown on the page a link leads to. */
export const rowParameter = 'row';

/** Where a hit is shown: the customer's page, its tab and row; stock that nobody has is on its own page. */
export function hitLink({ type, id, customer_id }: Pick<SearchHit, 'type' | 'id' | 'customer_id'>): string {
  if (type === 'customer') return `/customers/${id}`;
  if (customer_id === null) return `/inventory/${id}`;
  return `/customers/${customer_id}?${rowParameter}=${id}#${tabs[type]}`;
}
