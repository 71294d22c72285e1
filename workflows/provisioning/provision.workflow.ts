import { CancellationScope, log, setHandler } from '@temporalio/workflow';
import type { Canceller, Remainder, ReservedItem } from '../../activities/provisioning/contract.ts';
import { Saga } from '../saga.ts';
import { acceptJob, isRefusal } from './accept-job.ts';
import { fail, succeed } from './end-job.ts';
import { type JobSteps, jobSteps } from './job-steps.ts';
import { demandNotCancelled, PlayRuns } from './play-runs.ts';
import { cancelledBySignal, type ProvisionInput, type ProvisionResult } from './provision.contract.ts';
import { doing, undoing } from './step-names.ts';

/** One job as its parts see it. */
interface Job {
  input: ProvisionInput;
  steps: JobSteps;
  saga: Saga;
  reserved: ReservedItem[];
  cancelledBy: Canceller | null;
  /** What went wrong, once something has; the undos ask for it. */
  fault: unknown;
}

/**
 * Provisions a product for a customer: reserves stock, runs the product's play, verifies what it made. When anything
 * fails, or the job is cancelled, every step is undone and the run ends failed or cancelled; never half.
 */
export async function provisionWorkflow(input: ProvisionInput): Promise<ProvisionResult> {
  const job: Job = { input, steps: jobSteps(input), saga: new Saga(), reserved: [], cancelledBy: null, fault: undefined };
  setHandler(cancelledBySignal, (canceller) => void (job.cancelledBy = canceller));
  try {
    const duplicateOf = await carryOut(job);
    if (duplicateOf !== undefined) return { provisionId: duplicateOf, status: 'duplicate', serviceIds: [] };
  } catch (error) {
    if (isRefusal(error)) throw error;
    job.fault = error;
    return CancellationScope.nonCancellable(() => rollBack(job));
  }
  // From here on a cancellation comes too late.
  return CancellationScope.nonCancellable(() => succeed(input.provisionId));
}

/** The job's steps, each with its undo registered first; returns the other job's number when this is a duplicate. */
async function carryOut(job: Job): Promise<number | undefined> {
  const { input, steps, saga } = job;
  saga.register(undoing.stock.name, () => steps.run('undo', 'releaseStock', undoing.stock, { reserved: job.reserved }));
  const accepted = await acceptJob(input, steps, doing.accept);
  if (accepted.duplicateOf !== undefined) return accepted.duplicateOf;
  job.reserved = accepted.reserved;
  if (input.retry) {
    await steps.run('network', 'removeChargingAccounts', doing.clearAccounts, {});
    await steps.run('database', 'removeRecords', doing.clearRecords, {});
  }
  const plays = new PlayRuns(steps, accepted.attempt);
  saga.register(undoing.records.name, () => steps.run('undo', 'removeRecords', undoing.records, {}));
  saga.register(undoing.accounts.name, () => steps.run('undo', 'removeChargingAccounts', undoing.accounts, {}));
  saga.register(undoing.play.name, () => cleanUp(plays, steps));
  saga.register(undoing.stop.name, () => plays.stop(undoing.stop, job.fault));
  await plays.run('provision', doing.play);
  await steps.run('network', 'verifyProvision', doing.verify, {});
  demandNotCancelled();
  return undefined;
}

async function cleanUp(plays: PlayRuns, steps: JobSteps): Promise<void> {
  const because = plays.cleanUpNotNeeded;
  if (because === undefined) await plays.cleanUp(undoing.play, undoing.stopCleanUp);
  else await steps.run('undo', 'skipStep', undoing.play, { because });
}

async function rollBack(job: Job): Promise<never> {
  const { input, steps, fault, cancelledBy } = job;
  const failedUndos = await job.saga.compensate();
  const remains = await whatRemains(job);
  return fail(steps, { provisionId: input.provisionId, fault, cancelledBy, failedUndos, remains });
}

async function whatRemains({ steps, reserved }: Job): Promise<Remainder[]> {
  try {
    return (await steps.run('network', 'proveNothingRemains', doing.prove, { reserved })).remains;
  } catch (error) {
    log.error('What the job left behind could not be checked.', { error });
    return [{ kind: 'charging_system', id: 'not checked' }];
  }
}
