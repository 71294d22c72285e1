import { createAcceptProvision } from './accept-provision.ts';
import type { ProvisioningActivities } from './contract.ts';
import type { ProvisioningDeps } from './deps.ts';
import { createFinishActivities } from './finish-activities.ts';
import { createNotifyFailure } from './notify-failure.ts';
import { createStopPlay } from './stop-play.ts';
import { createUndoActivities } from './undo-activities.ts';
import { createVerifyProvision } from './verify-provision.ts';

/** All steps of provisioning but the play itself, which has a task queue of its own. */
export const createProvisioningActivities = (deps: ProvisioningDeps): ProvisioningActivities => ({
  acceptProvision: createAcceptProvision(deps),
  stopPlay: createStopPlay(deps),
  verifyProvision: createVerifyProvision(deps),
  notifyFailure: createNotifyFailure(deps),
  ...createUndoActivities(deps),
  ...createFinishActivities(deps),
});
