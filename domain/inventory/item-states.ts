import type { ItemState } from './inventory-rules.ts';

/** From anywhere, because things get lost wherever they are (chapter 07). */
const anywhere: readonly ItemState[] = ['Lost', 'Stolen'];

/**
 * Where an item may go from each state, beside `Lost` and `Stolen`. Chapter 07 names the usual ways; the others are what
 * its stories and the plays of chapters 18 and 30 do: ordered stock arrives, a roll-back returns as `Used` what was
 * only reserved, a terminated SIM is `Decommissioned`, and whatever was written off can be refurbished or found.
 */
const ways: Record<ItemState, readonly ItemState[]> = {
  New: ['In Stock', 'In Transit', 'Assigned', 'Used', 'Internal Use', 'Damaged', 'Out of Service', 'Decommissioned'],
  'In Stock': ['New', 'In Transit', 'Assigned', 'Used', 'Internal Use', 'Damaged', 'Out of Service', 'Decommissioned'],
  'In Transit': ['New', 'In Stock', 'Damaged'],
  Used: ['New', 'In Stock', 'In Transit', 'Assigned', 'Internal Use', 'Damaged', 'Out of Service', 'Decommissioned'],
  'Internal Use': ['Used', 'In Stock', 'Damaged', 'Out of Service', 'Decommissioned'],
  Assigned: ['Used', 'In Stock', 'In Transit', 'Damaged', 'Out of Service', 'Decommissioned'],
  Damaged: ['New', 'In Stock', 'Out of Service', 'Decommissioned'],
  'Out of Service': ['In Stock', 'Used', 'Assigned', 'Damaged', 'Decommissioned'],
  Decommissioned: ['New', 'In Stock', 'Used'],
  Lost: ['New', 'In Stock', 'Used', 'Damaged', 'Decommissioned'],
  Stolen: ['New', 'In Stock', 'Used', 'Damaged', 'Decommissioned'],
};

/** States that an item may be put into next; staying is always allowed. */
export const nextStates = (from: ItemState): readonly ItemState[] => [...new Set([from, ...ways[from], ...anywhere])];

/** True when an item may go from one state to the other (INV-2). */
export const mayBecome = (from: ItemState, to: ItemState): boolean => nextStates(from).includes(to);
