import { ActivityFailure, allHandlersFinished, ApplicationFailure, CancellationScope, condition, setHandler, Trigger } from '@temporalio/workflow';
import type { AcceptProvisionResult, StepInfo } from '../../activities/provisioning/contract.ts';
import { refusals } from '../activity-options.ts';
import type { JobSteps } from './job-steps.ts';
import { acceptProvisionUpdate, type ProvisionInput } from './provision.contract.ts';

/**
 * First step of a job: stores its row and reserves its stock, and answers the waiting caller. A refusal ends the run
 * and nothing is stored; any other failure leaves open whether the row exists, so the caller must compensate.
 */
export async function acceptJob(input: ProvisionInput, steps: JobSteps, step: StepInfo): Promise<AcceptProvisionResult> {
  const decision = new Trigger<AcceptProvisionResult>();
  setHandler(acceptProvisionUpdate, async () => decision);
  const late = isLate(input);
  try {
    if (late) throw ApplicationFailure.nonRetryable(tooLate, 'precondition');
    const { playTimeoutSeconds: _timeout, acceptBy: _by, ...row } = input;
    const accepted = await CancellationScope.nonCancellable(() => steps.run('accept', 'acceptProvision', step, row));
    decision.resolve(accepted);
    return accepted;
  } catch (error) {
    const refusal = asRefusal(error);
    // The run counts as refused, for nothing is stored; its caller did nothing wrong and may ask again.
    decision.reject(late ? ApplicationFailure.nonRetryable(tooLate, 'unavailable') : refusal);
    // Without a waiting caller nobody would look at the rejection.
    void Promise.resolve(decision).catch(() => undefined);
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
    throw refusal;
  }
}

/** True when the row was refused, so that nothing is stored and nothing needs undoing. */
export const isRefusal = (error: unknown): boolean => error instanceof ApplicationFailure && refusals.includes(error.type ?? '');

const tooLate = 'The order reached the workers too late and was not carried out; try again in a moment.';

/** A caller that has been told "not now" must not find its order carried out an hour later. */
const isLate = ({ acceptBy }: ProvisionInput): boolean => Date.now() > Date.parse(acceptBy);

function asRefusal(error: unknown): ApplicationFailure {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && refusals.includes(cause.type ?? '')) {
    return ApplicationFailure.nonRetryable(cause.message, cause.type ?? undefined, ...(cause.details ?? []));
  }
  return ApplicationFailure.nonRetryable('The order could not be stored; try again in a moment.', 'unavailable');
}
