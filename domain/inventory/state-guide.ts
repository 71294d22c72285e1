import { availableStates, itemStates, type ItemState } from './inventory-rules.ts';
import { nextStates } from './item-states.ts';

/** A state of an item, what it means, and which may follow (chapter 07). */
export interface StateGuide {
  state: ItemState;
  meaning: string;
  next: ItemState[];
  /** Items in it may be ordered. */
  is_available: boolean;
}

const meanings: Record<ItemState, string> = {
  New: 'Unused and ready to be ordered.',
  'In Stock': 'Received and ready to be ordered.',
  'In Transit': 'On its way here, or from one place to another.',
  Used: 'Came back from a customer and works.',
  'Internal Use': 'For tests, demonstrations or staff.',
  Assigned: 'A customer or a service has it.',
  Damaged: 'Does not work; to be repaired or disposed of.',
  'Out of Service': 'Cannot be used for the time being.',
  Decommissioned: 'Taken out of use for good, such as the SIM of an ended service.',
  Lost: 'Cannot be found; somebody should look into it.',
  Stolen: 'Was stolen; to be reported.',
};

/** All states in the order of an item's life. */
export const stateGuide = (): StateGuide[] =>
  itemStates.map((state) => ({
    state,
    meaning: meanings[state],
    next: nextStates(state).filter((next) => next !== state),
    is_available: availableStates.includes(state),
  }));
