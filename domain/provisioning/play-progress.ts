import type { PlayEvent, TaskResultEvent, TaskStartEvent } from './play-events.ts';

/** Name of the task put into a play for a deprovision run; people see it live. */
export const skipToCleanUpTask = 'Skip to clean-up';

/** A task that failed, and where it stands. */
export type TaskFailure = Pick<TaskResultEvent, 'name' | 'action' | 'status' | 'section' | 'rescueOf' | 'rescuedBy' | 'last'> & {
  message: string;
};

/** What the events of a run so far add up to. */
export interface PlayProgress {
  /** Failures that were not ignored, in order; `rescued` ones are followed by those of the clean-up. */
  failures: TaskFailure[];
  /** Failures the play ignored, among them clean-up tasks that found nothing to remove. */
  ignored: TaskFailure[];
  running: TaskStartEvent | undefined;
  tasksStarted: number;
  guardsReached: number;
}

/** Progress of a play of which nothing has been heard yet. */
export const noProgress = (): PlayProgress => ({ failures: [], ignored: [], running: undefined, tasksStarted: 0, guardsReached: 0 });

/** The progress after one more event. */
export function afterEvent(progress: PlayProgress, event: PlayEvent): PlayProgress {
  if (event.type === 'task_start') return { ...progress, running: event, tasksStarted: progress.tasksStarted + 1 };
  if (event.type !== 'task_result') return progress;
  const next = { ...progress, running: undefined };
  if (event.name === skipToCleanUpTask && event.status === 'rescued') return { ...next, guardsReached: next.guardsReached + 1 };
  if (event.status === 'ignored') return { ...next, ignored: [...next.ignored, failureOf(event)] };
  if (event.status === 'ok' || event.status === 'skipped') return next;
  return { ...next, failures: [...next.failures, failureOf(event)] };
}

/** Where it all began: the failure that sent the play into the rescue in which it ended, else its last one. */
export function rootFailure({ failures }: PlayProgress): TaskFailure | undefined {
  const last = failures.at(-1);
  if (last === undefined || last.section !== 'rescue') return last;
  return failures.findLast((failure) => failure.rescuedBy === last.rescueOf && failure.status === 'rescued') ?? last;
}

/** Whether a failure is the assert or fail that ends a rescue, by which a play reports that it was rolled back. */
export const isFinalCheck = (failure: TaskFailure): boolean => failure.section === 'rescue' && failure.last && /(^|\.)(assert|fail)$/.test(failure.action);

function failureOf(event: TaskResultEvent): TaskFailure {
  const { name, action, status, section, rescueOf, rescuedBy, last } = event;
  const message = (event.message ?? 'no reason was given').replace(/^(Task failed: )?((Module|Action) failed: )?/, '');
  return { name, action, status, section, rescueOf, rescuedBy, last, message };
}
