import { ActivityFailure, ApplicationFailure, CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { ImportActivities, ImportStepInput } from '../../activities/inventory/contract.ts';
import { database } from '../activity-options.ts';
import type { ImportInput, ImportResult } from './import.contract.ts';

const { beginImport } = proxyActivities<ImportActivities>(database);
/** Tried for as long as it takes: an import whose end is not written down would look busy for ever. */
const { finishImport } = proxyActivities<ImportActivities>({ startToCloseTimeout: database.startToCloseTimeout, retry: database.retry });
/** A worker that dies is noticed when its heartbeat stops. */
const { stageImportRows, undoImport } = proxyActivities<ImportActivities>({
  ...database,
  startToCloseTimeout: '10 min',
  scheduleToCloseTimeout: '1 h',
  heartbeatTimeout: '10 s',
});
const { processImportRows } = proxyActivities<ImportActivities>({
  ...database,
  startToCloseTimeout: '2 min',
  scheduleToCloseTimeout: '1 h',
  heartbeatTimeout: '10 s',
});

/**
 * Checks a list of items, takes it into stock or takes it out again, row by row in batches whose progress is stored with
 * them: after a worker's death it goes on where it was. What was done stays when it fails or is cancelled; people then
 * resume or undo it.
 */
export async function inventoryImportWorkflow(input: ImportInput): Promise<ImportResult> {
  const { start: _start, ...step } = input;
  const begun = await beginImport(input);
  try {
    const doneRows = step.mode === 'undo' ? await takeOut(step) : await takeRows(step, begun);
    await CancellationScope.nonCancellable(() => finishImport({ ...step, end: { result: 'done' } }));
    return { doneRows };
  } catch (error) {
    const end = isCancellation(error)
      ? ({ result: 'cancelled', reason: 'Cancelled.' } as const)
      : ({ result: 'failed', reason: reasonOf(error, step.mode) } as const);
    await CancellationScope.nonCancellable(() => finishImport({ ...step, end }));
    throw error;
  }
}

async function takeRows(step: ImportStepInput, begun: { doneRows: number; isStaged: boolean }): Promise<number> {
  const mode = step.mode === 'check' ? 'check' : 'import';
  if (!begun.isStaged) await stageImportRows(step);
  let at = begun.doneRows;
  for (let isFinished = false; !isFinished;) {
    const next = await processImportRows({ ...step, mode, fromRow: at });
    isFinished = next.isFinished;
    at = next.doneRows;
  }
  return at;
}

async function takeOut(step: ImportStepInput): Promise<number> {
  await undoImport(step);
  return 0;
}

function reasonOf(error: unknown, mode: ImportStepInput['mode']): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.type !== 'Error') return cause.message;
  return mode === 'check'
    ? 'Something went wrong on our side; check it once more.'
    : 'Something went wrong on our side; what is done stays. Resume or undo it.';
}
