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
  /**
   * Its place when rows become cards: heading, top right corner, unlabelled in the line below (`inline`, or at its right
   * `end`) for what explains itself, a labelled line of its own, or left out.
   */
  card?: 'title' | 'corner' | 'inline' | 'end' | 'line' | 'none';
  width?: string;
}
