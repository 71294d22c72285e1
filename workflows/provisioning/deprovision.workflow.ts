import { CancellationScope, setHandler } from '@temporalio/workflow';
import type { Canceller } from '../../activities/provisioning/contract.ts';
import { acceptJob, isRefusal } from './accept-job.ts';
import { fail, succeed } from './end-job.ts';
import { jobSteps, type JobSteps } from './job-steps.ts';
import { PlayRuns } from './play-runs.ts';
import { cancelledBySignal, type ProvisionInput, type ProvisionResult } from './provision.contract.ts';
import { doing } from './step-names.ts';

/**
 * Ends a service: runs its play with `action: deprovision`, removes its charging account, returns its stock and closes
 * it. What is gone cannot be brought back, so a failure is not undone: the job fails, says why, and can be run again,
 * each step being idempotent. A lost worker alone does not fail it.
 */
export async function deprovisionWorkflow(input: ProvisionInput): Promise<ProvisionResult> {
  const { provisionId } = input;
  const steps = jobSteps(input);
  let cancelledBy: Canceller | null = null;
  setHandler(cancelledBySignal, (canceller) => void (cancelledBy = canceller));
  let plays: PlayRuns | undefined;
  try {
    const accepted = await acceptJob(input, steps, doing.acceptOrder);
    if (accepted.duplicateOf !== undefined) return { provisionId: accepted.duplicateOf, status: 'duplicate', serviceIds: [] };
    plays = new PlayRuns(steps, accepted.attempt);
    await endService(input, steps, plays);
  } catch (fault) {
    if (isRefusal(fault)) throw fault;
    return CancellationScope.nonCancellable(async () => {
      const failedUndos = await stopped(plays, fault);
      return fail(steps, { provisionId, fault, cancelledBy, failedUndos, remains: [] });
    });
  }
  return CancellationScope.nonCancellable(() => succeed(provisionId));
}

async function endService({ play }: ProvisionInput, steps: JobSteps, plays: PlayRuns): Promise<void> {
  if (play !== null) await plays.cleanUp(doing.deprovision, doing.stopDeprovision);
  await steps.run('network', 'removeChargingAccounts', doing.removeAccounts, {});
  await steps.run('database', 'closeService', doing.closeService, {});
}

/** Names of the stops that failed: none, or the one. */
async function stopped(plays: PlayRuns | undefined, fault: unknown): Promise<string[]> {
  if (plays?.started !== true) return [];
  return plays.stop(doing.stopDeprovision, fault).then(
    () => [],
    () => [doing.stopDeprovision.name],
  );
}
