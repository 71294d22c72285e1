import type { StepInfo } from '../../activities/provisioning/contract.ts';

const undo = (name: string): StepInfo => ({ name, kind: 'undo' });
const step = (name: string, undone?: StepInfo): StepInfo => ({ name, kind: 'do', ...(undone === undefined ? {} : { undo: undone.name }) });

/** Undos of a provisioning job as people read them, last registered first. */
export const undoing = {
  stop: undo('Stop the play'),
  play: undo('Clean up after the play'),
  stopCleanUp: undo('Stop the play’s clean-up'),
  accounts: undo('Remove charging accounts'),
  records: undo('Remove services and charges'),
  stock: undo('Release stock'),
} as const;

/** Steps of a job as people read them. */
export const doing = {
  accept: { ...step('Reserve stock', undoing.stock), record: 'result' },
  clearAccounts: step('Remove charging accounts left by the last run'),
  clearRecords: step('Remove services and charges left by the last run'),
  play: { ...step('Run the play'), undo: `${undoing.stop.name}, clean up after it, remove its accounts, services and charges` },
  verify: step('Check what the play made'),
  prove: step('Check that nothing remains'),
  notify: step('Tell the operators'),
  acceptOrder: { ...step('Accept the order'), record: 'result' },
  deprovision: step('Run the play’s clean-up'),
  stopDeprovision: step('Stop the play'),
  removeAccounts: step('Remove charging accounts'),
  closeService: step('Close the service and return its stock'),
} as const satisfies Record<string, StepInfo>;
