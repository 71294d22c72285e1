/** Job and task states of chapter 18; `FailedIgnored` occurs for tasks only. */
export const ProvisioningStatus = { Success: 0, Running: 1, Failed: 2, FailedIgnored: 3 } as const;
export type ProvisioningStatusCode = (typeof ProvisioningStatus)[keyof typeof ProvisioningStatus];

/** Finer state of a job than the contract's number, for people who watch it. */
export const provisionPhases = ['queued', 'running', 'verifying', 'rolling_back', 'succeeded', 'failed', 'cancelled'] as const;
export type ProvisionPhase = (typeof provisionPhases)[number];

/** What a job does to its service. */
export const provisionActions = ['provision', 'deprovision', 'suspend', 'resume'] as const;
export type ProvisionAction = (typeof provisionActions)[number];

/** What may be ordered today. */
export type JobAction = Extract<ProvisionAction, 'provision' | 'deprovision'>;

/** A job that may be started, as its caller, its workflow and its first step know it: ids, and the rest sealed. */
export interface JobOrder {
  provisionId: number;
  /** Fixed for the job's whole life; plays derive the names of what they make from it. */
  uuid: string;
  action: JobAction;
  customerId: number | null;
  productId: number | null;
  serviceId: number | null;
  initiatingUser: number | null;
  /** Member of staff who ordered in that user's place. */
  impersonatingUser: number | null;
  /** Name of the play without `.yaml`; a service that never had one is deprovisioned without. */
  play: string | null;
  /** JWE of the request's variables and stock choice, see `order-payload.ts`. */
  sealedVars: string;
  idempotencyKey: string | null;
  /** True when a job that ended is run again. */
  retry: boolean;
}
