import { fenceAttempts } from '../../domain/provisioning/attempts.ts';
import { failOpenSteps } from '../../domain/live/record-step.ts';
import { killStaleAttempt } from '../adapters/ansible/stale-attempt.ts';
import type { ProvisioningActivities } from './contract.ts';
import { type ProvisioningDeps, session } from './deps.ts';
import { olderRunDirectories, removeRunDirectory } from './run-directories.ts';
import { currentStep } from './step-ref.ts';

/**
 * Fences every older attempt off, then kills what is left of it on this machine. A play lost with its worker on another
 * machine is out of reach: it is fenced off, stops at its next task, and the caller waits for that.
 */
export const createStopPlay =
  (deps: ProvisioningDeps): ProvisioningActivities['stopPlay'] =>
  async ({ provisionId, attempt, lostOn }) => {
    const em = session(deps);
    await fenceAttempts(em, provisionId, attempt, 'rolling_back');
    await em.transactional((tx) => failOpenSteps(tx, currentStep(provisionId)));
    let outOfReach = lostOn !== null && lostOn !== deps.host;
    for (const directory of await olderRunDirectories(deps.runsDirectory, provisionId, attempt)) {
      if ((await killStaleAttempt(directory)) === 'elsewhere') outOfReach = true;
      else await removeRunDirectory(directory);
    }
    return { outOfReach };
  };
