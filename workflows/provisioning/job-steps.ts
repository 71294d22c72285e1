import { type ActivityOptions, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { PlayActivities, ProvisioningActivities, ProvisionStepInput, StepInfo } from '../../activities/provisioning/contract.ts';
import { database, network, playbook, undo } from '../activity-options.ts';
import { playTaskQueue, type ProvisionInput } from './provision.contract.ts';

type All = ProvisioningActivities & PlayActivities;
type StepName = { [Name in keyof All]: All[Name] extends (input: infer I) => unknown ? (I extends ProvisionStepInput ? Name : never) : never }[keyof All];
type Rest<Name extends keyof All> = Omit<Parameters<All[Name]>[0], keyof ProvisionStepInput>;

/** Calls the activities of one job; every call carries the step's name to the job view and to the Temporal UI. */
export interface JobSteps {
  run<Name extends StepName>(kind: OptionsKind, activity: Name, step: StepInfo, rest: Rest<Name>): ReturnType<All[Name]>;
}
type OptionsKind = 'database' | 'network' | 'undo' | 'playbook' | 'accept';

/** How long the row may take to be stored before the caller is told to try again later. */
const acceptWithin: ActivityOptions = { ...database, scheduleToCloseTimeout: '6 s' };

/** Builds the caller of this job's activities. */
export function jobSteps({ provisionId, playTimeoutSeconds }: Pick<ProvisionInput, 'provisionId' | 'playTimeoutSeconds'>): JobSteps {
  const plays = { ...playbook(playTimeoutSeconds), taskQueue: playTaskQueue(workflowInfo().taskQueue) };
  const proxies = {
    accept: proxyActivities<All>(acceptWithin),
    database: proxyActivities<All>(database),
    network: proxyActivities<All>(network),
    undo: proxyActivities<All>(undo),
    playbook: proxyActivities<All>(plays),
  };
  return {
    run: (kind, activity, step, rest) => {
      const call = proxies[kind][activity] as unknown as { executeWithOptions(options: ActivityOptions, args: unknown[]): never };
      return call.executeWithOptions({ summary: step.name }, [{ provisionId, step, ...rest }]);
    },
  };
}

/** The two last words of a job; they are no steps of their own in the job view. */
export const closing = () => proxyActivities<Pick<ProvisioningActivities, 'finishProvision' | 'endStream'>>(database);
