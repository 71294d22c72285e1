import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AcceptProvisionResult, Canceller } from '../../activities/provisioning/contract.ts';
import type { JobOrder } from '../../domain/provisioning/provision-rules.ts';

/** Workflow id of a job: a second start with the same number is the same job. */
export const provisionWorkflowId = (provisionId: number): string => `provision-${provisionId}`;

/** Task queue of the plays beside that of everything else, so that waiting plays hold nothing else up. */
export const playTaskQueue = (taskQueue: string): string => `${taskQueue}-plays`;

/** Names of the workflow functions, for starting them without loading their code. */
export const provisionWorkflowType = 'provisionWorkflow';
export const deprovisionWorkflowType = 'deprovisionWorkflow';

/** What a job's workflow is started with. */
export interface ProvisionInput extends JobOrder {
  playTimeoutSeconds: number;
  /** Instant (ISO 8601) after which the caller has given up: a job not accepted by then must not begin. */
  acceptBy: string;
}

export interface ProvisionResult {
  provisionId: number;
  status: 'succeeded' | 'duplicate';
  serviceIds: number[];
}

/** Answers when the job's row is stored and its stock reserved; fails with the refusal when they are not. */
export const acceptProvisionUpdate = defineUpdate<AcceptProvisionResult>('acceptProvision');

/** Says who is about to cancel the job; the cancellation itself follows. */
export const cancelledBySignal = defineSignal<[Canceller]>('cancelledBy');

/** Failure types a job's run ends with. */
export const jobFailed = 'JobFailed';
export const jobRefused = 'JobRefused';
export const cleanUpIncomplete = 'CleanUpIncomplete';
