import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { AcceptProvisionResult, JobAction } from '../../activities/provisioning/contract.ts';

/** Workflow id of a job: a second start with the same number is the same job. */
export const provisionWorkflowId = (provisionId: number): string => `provision-${provisionId}`;

/** Task queue of the plays beside that of everything else, so that waiting plays hold nothing else up. */
export const playTaskQueue = (taskQueue: string): string => `${taskQueue}-plays`;

/** Names of the workflow functions, for starting them without loading their code. */
export const provisionWorkflowType = 'provisionWorkflow';
export const deprovisionWorkflowType = 'deprovisionWorkflow';

/** What a job is started with: ids, and the rest sealed (see `domain/provisioning/seal.ts`). */
export interface ProvisionInput {
  provisionId: number;
  /** Fixed for the job's whole life; plays derive the names of what they make from it. */
  uuid: string;
  action: JobAction;
  customerId: number | null;
  productId: number | null;
  serviceId: number | null;
  initiatingUser: number | null;
  /** Name of the play without `.yaml`; a service that never had one is deprovisioned without. */
  play: string | null;
  sealedVars: string;
  idempotencyKey: string | null;
  retry: boolean;
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
export const cancelledBySignal = defineSignal<[{ userId: number | null }]>('cancelledBy');

/** Failure types a job's run ends with. */
export const jobFailed = 'JobFailed';
export const jobRefused = 'JobRefused';
export const cleanUpIncomplete = 'CleanUpIncomplete';
