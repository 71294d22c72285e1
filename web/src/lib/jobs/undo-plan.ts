import type { ProcessStep } from '#lib/api/provisions-service.ts';

/** One undo: running or over when it has a step, still to come when it has none. */
export interface UndoEntry {
  key: string;
  name: string;
  state: 'pending' | 'running' | 'done' | 'failed' | 'skipped';
  step?: ProcessStep;
}

/**
 * Lists the undos in the order they run, last registered first: those that started, then, while the job is being
 * rolled back, those that wait. Nothing is listed for a job that was never rolled back.
 */
export function undoPlan(steps: readonly ProcessStep[], rollingBack: boolean): UndoEntry[] {
  const started = steps
    .filter((step) => step.kind === 'undo')
    .map((step): UndoEntry => ({ key: `step-${step.seq}`, name: step.name, state: step.status, step }));
  if (!rollingBack) return started;
  const startedNames = new Set(started.map((entry) => entry.name));
  const waiting = steps
    .filter((step) => step.kind === 'do' && step.undo !== null && !startedNames.has(step.undo))
    .toReversed()
    .map((step): UndoEntry => ({ key: `waiting-${step.seq}`, name: step.undo ?? '', state: 'pending' }));
  return [...started, ...waiting];
}
