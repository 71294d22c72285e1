import type { SearchKind } from './search-kinds.ts';

/** What tells hits of one name apart. */
export interface SearchDetails {
  customer_name: string | null;
  /** A contact's address and number, a service's uuid, an item's kind, a site's town. */
  detail: string | null;
  status: string | null;
}

/** A hit as chapter 27 shapes it. */
export interface SearchHit extends Partial<SearchDetails> {
  id: number;
  name: string;
  customer_id: number | null;
  type: SearchKind;
}
