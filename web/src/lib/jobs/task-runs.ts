import type { ProcessStep, ProvisionEvent } from '#lib/api/provisions-service.ts';

/** The tasks of one run of the play. */
export interface TaskRun {
  attempt: number;
  label: string;
  cleanUp: boolean;
  tasks: ProvisionEvent[];
}

/** Splits a job's tasks by run of the play, oldest first; a run during an undo is the play's clean-up. */
export function taskRuns(events: readonly ProvisionEvent[], steps: readonly ProcessStep[]): TaskRun[] {
  const attempts = [...new Set(events.map((event) => event.attempt))];
  let plays = 0;
  return attempts.map((attempt) => {
    const tasks = events.filter((event) => event.attempt === attempt);
    const cleanUp = steps.some((step) => step.kind === 'undo' && covers(step, tasks[0]?.timestamp ?? ''));
    if (!cleanUp) plays += 1;
    return { attempt, tasks, cleanUp, label: cleanUp ? 'Clean-up' : plays > 1 ? `Play, run ${plays}` : 'Play' };
  });
}

function covers(step: ProcessStep, instant: string): boolean {
  return step.started_at <= instant && (step.finished_at === null || instant <= step.finished_at);
}

/** Splits runs into those of the job's latest go, from its play on, and those before a retry. */
export function latestRuns(runs: readonly TaskRun[]): { latest: TaskRun[]; earlier: TaskRun[] } {
  const start = Math.max(
    0,
    runs.findLastIndex((run) => !run.cleanUp),
  );
  return { latest: runs.slice(start), earlier: runs.slice(0, start) };
}
