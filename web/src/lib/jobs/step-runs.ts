import type { ProcessStep } from '#lib/api/provisions-service.ts';

/** One undo: running or over when it has a step, still to come when it has none. */
export interface UndoEntry {
  key: string;
  name: string;
  state: 'pending' | 'running' | 'done' | 'failed' | 'skipped';
  step?: ProcessStep;
}

/** The steps of one run, in the order people read them: forward, back, and what closes the job. */
export interface StepRun {
  runId: string;
  forward: ProcessStep[];
  undoing: UndoEntry[];
  closing: ProcessStep[];
}

/** Splits a job's steps by run, oldest first; undos that wait are listed while the last run is being rolled back. */
export function stepRuns(steps: readonly ProcessStep[], rollingBack: boolean): StepRun[] {
  const ids = [...new Set(steps.map((step) => step.run_id))];
  return ids.map((runId, index) => {
    const own = steps.filter((step) => step.run_id === runId);
    const firstUndo = own.find((step) => step.kind === 'undo')?.seq ?? Number.POSITIVE_INFINITY;
    const forward = own.filter((step) => step.kind === 'do' && step.seq < firstUndo);
    return {
      runId,
      forward,
      undoing: undoEntries(own, rollingBack && index === ids.length - 1),
      closing: own.filter((step) => step.kind === 'do' && step.seq > firstUndo),
    };
  });
}

/** True when a step's undo has been carried out: by the undo of that name, or by several that its text lists. */
export function isUndone(step: ProcessStep, run: StepRun): boolean {
  if (step.undo === null) return false;
  const matching = run.undoing.filter((entry) => entry.step && answers(step.undo ?? '', entry.name));
  return matching.length > 0 && run.undoing.every((entry) => entry.state === 'done' || entry.state === 'skipped');
}

function undoEntries(steps: readonly ProcessStep[], withWaiting: boolean): UndoEntry[] {
  const started = steps
    .filter((step) => step.kind === 'undo')
    .map((step): UndoEntry => ({ key: `step-${step.seq}`, name: step.name, state: step.status, step }));
  if (!withWaiting) return started;
  const waiting = steps
    .filter(({ kind, undo }) => kind === 'do' && undo && !started.some((entry) => answers(undo, entry.name)))
    .toReversed()
    .map((step): UndoEntry => ({ key: `waiting-${step.seq}`, name: step.undo ?? '', state: 'pending' }));
  return [...started, ...waiting];
}

// "Stop the play, clean up after it, …" is answered by the undo "Stop the play" and those after it.
function answers(text: string, undoName: string): boolean {
  return text.toLowerCase().startsWith(undoName.toLowerCase());
}
