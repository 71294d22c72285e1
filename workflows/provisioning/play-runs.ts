import { CancelledFailure, CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { RunPlayResult, StepInfo } from '../../activities/provisioning/contract.ts';
import type { JobAction } from '../../domain/provisioning/provision-rules.ts';
import { causeOf, lostOn, PlayEnded } from './failure-cause.ts';
import type { JobSteps } from './job-steps.ts';

/**
 * How long the processes of a play on a machine out of reach may go on: its worker notices at the next event that it
 * is fenced off, and a task in flight ends within Ansible's own limit of 30 s for a request.
 */
const graceOutOfReach = '40 s';
const cleanUpRounds = 3;

/** The plays of one job, one attempt after the other; attempts are fencing tokens and only ever grow. */
export class PlayRuns {
  /** How the last play ended; undefined when none ran or its end is unknown. */
  last: RunPlayResult | undefined;
  started = false;
  #steps: JobSteps;
  #attempt: number;

  constructor(steps: JobSteps, attempt: number) {
    this.#steps = steps;
    this.#attempt = attempt;
  }

  /** Runs the play once; throws PlayEnded when it did not succeed, CancelledFailure when the job was cancelled meanwhile. */
  async run(action: JobAction, step: StepInfo): Promise<void> {
    demandNotCancelled();
    this.last = undefined;
    this.started = true;
    this.last = await this.#steps.run('playbook', 'runPlay', step, { attempt: ++this.#attempt, action });
    demandNotCancelled();
    if (this.last.status !== 'ok') throw new PlayEnded(this.last);
  }

  /** Fences the last attempt off and makes sure that none of its processes lives on. */
  async stop(step: StepInfo, error: unknown): Promise<void> {
    const { outOfReach } = await this.#steps.run('undo', 'stopPlay', step, {
      attempt: ++this.#attempt,
      cause: causeOf(error),
      lostOn: lostOn(error),
    });
    if (outOfReach) await sleep(graceOutOfReach);
  }

  /** Why the play's own clean-up need not run; undefined when it must. */
  get cleanUpNotNeeded(): string | undefined {
    if (!this.started) return 'The play did not run.';
    if (this.last?.began === false) return 'No task of the play had begun.';
    if (this.last?.cleanedUp === true) return 'The play cleaned up after itself.';
    return undefined;
  }

  /** Runs the play with `action: deprovision` until it has run to its end, a few times at most; it is idempotent. */
  async cleanUp(step: StepInfo, stopStep: StepInfo): Promise<void> {
    for (let round = 1; ; round += 1) {
      const error = await this.run('deprovision', step).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      // A play may end its clean-up with a failing assertion on purpose.
      if (error === undefined || this.last?.cleanedUp === true) return;
      if (isCancellation(error)) throw error;
      await this.stop(stopStep, error);
      if (round === cleanUpRounds) throw error;
      await sleep(1000 * 4 ** round);
    }
  }
}

/** Throws CancelledFailure when the job has been cancelled; a step may end well in the very moment that happens. */
export function demandNotCancelled(): void {
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('The job was cancelled.');
}
