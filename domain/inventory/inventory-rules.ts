/** States of an item (INV-2); `Decommissioned` and `In Transit` come from chapter 07's life cycles. */
export const itemStates = [
  'New',
  'In Stock',
  'In Transit',
  'Used',
  'Internal Use',
  'Assigned',
  'Damaged',
  'Out of Service',
  'Decommissioned',
  'Lost',
  'Stolen',
] as const;
export type ItemState = (typeof itemStates)[number];

/** States from which an item may be ordered (chapter 21). */
export const availableStates: readonly ItemState[] = ['New', 'In Stock'];

/** Names of the twenty free columns whose meaning the template's labels give. */
export const itemTextKeys = Array.from({ length: 20 }, (_, index) => `itemtext${index + 1}`) as ItemTextKey[];
export type ItemTextKey = `itemtext${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}` | `itemtext1${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}` | 'itemtext20';
