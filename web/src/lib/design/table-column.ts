import type { Snippet } from 'svelte';

/** A column of a table. */
export interface TableColumn<Row> {
  /** Also the name the list is sorted by. */
  key: string;
  label: string;
  cell: Snippet<[Row]>;
  sortable?: boolean;
  align?: 'start' | 'end';
  /** Screen width from which the column is shown. Cards show it all the same, but for `xl`, unless `card` says otherwise. */
  from?: 'md' | 'lg' | 'xl';
  /** Its place when rows become cards: heading, top right corner, a labelled line, or left out. */
  card?: 'title' | 'corner' | 'line' | 'none';
  width?: string;
}
