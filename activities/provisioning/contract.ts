import type { JobAction, JobOrder } from '../../domain/provisioning/provision-rules.ts';

/** How a step shows in the job view; activities whose input carries it are recorded by the worker's interceptor. */
export interface StepInfo {
  name: string;
  kind: 'do' | 'undo';
  /** Name of the undo registered for this step. */
  undo?: string;
  /** `result`: leave a trace only when the step succeeded (one that may refuse, and then must leave nothing). */
  record?: 'result';
}

/** A step of a provisioning job; ids only, for inputs and results stay in workflow histories. */
export interface ProvisionStepInput {
  provisionId: number;
  step: StepInfo;
}

/** An item as it was before the job took it. */
export interface ReservedItem {
  inventoryId: number;
  itemState: string;
}

export type AcceptProvisionInput = ProvisionStepInput & JobOrder;

export interface AcceptProvisionResult {
  provisionId: number;
  /** Number of the last attempt so far; the next play is attempt + 1. */
  attempt: number;
  reserved: ReservedItem[];
  /** Another job holds the same idempotency key: that one is the answer, this one must not run. */
  duplicateOf?: number;
}

export interface RunPlayInput extends ProvisionStepInput {
  attempt: number;
  action: JobAction;
}

export type PlayStatus = 'ok' | 'failed' | 'fatal' | 'killed' | 'timeout';

export interface RunPlayResult {
  status: PlayStatus;
  /** At least one task started, so the play may have acted. */
  began: boolean;
  /** The play's rescue section ran to its last task. */
  cleanedUp: boolean;
  /** Why there was nothing to run. */
  skipped?: string;
}

/** What a running play's heartbeat says; the last one is all that is left of a lost worker. */
export interface PlayHeartbeat {
  host: string;
}

export type FailureCause =
  'play_failed' | 'play_fatal' | 'play_timeout' | 'worker_lost' | 'worker_stopped' | 'cancelled' | 'verification_failed' | 'unavailable' | 'unexpected';

export interface StopPlayInput extends ProvisionStepInput {
  /** The new attempt: whatever an older one still writes is refused from now on. */
  attempt: number;
  cause: FailureCause;
  /** Machine where the lost play ran, when its worker no longer answers. */
  lostOn: string | null;
}

export interface StopPlayResult {
  /** The play may still be dying on a machine out of reach. */
  outOfReach: boolean;
}

export interface ReleaseStockInput extends ProvisionStepInput {
  reserved: ReservedItem[];
}

/** A trace of a failed job that could not be removed; `id` is a number or an account's name. */
export interface Remainder {
  kind: 'service' | 'transaction' | 'inventory' | 'charging_account' | 'charging_system';
  id: number | string;
}

export interface ProveNothingRemainsResult {
  remains: Remainder[];
}

export interface NotifyFailureInput extends ProvisionStepInput {
  remains: Remainder[];
}

export interface SkipStepInput extends ProvisionStepInput {
  because: string;
}

/** Result of a step that had nothing to do; the job view shows it as skipped. */
export interface Skipped {
  skipped: string;
}

/** Who cancelled a job, and the member of staff who did so in that person's place. */
export interface Canceller {
  userId: number | null;
  impersonatorId?: number | undefined;
}

export interface FinishProvisionInput {
  provisionId: number;
  result: 'succeeded' | 'failed' | 'cancelled';
  cause: FailureCause | null;
  cancelledBy: Canceller | null;
  /** Undos that failed for good. */
  failedUndos: string[];
  remains: Remainder[];
}

export interface FinishProvisionResult {
  serviceIds: number[];
}

/** Steps of provisioning that touch the database, the charging system or a mailbox. */
export interface ProvisioningActivities {
  acceptProvision(input: AcceptProvisionInput): Promise<AcceptProvisionResult>;
  stopPlay(input: StopPlayInput): Promise<StopPlayResult>;
  verifyProvision(input: ProvisionStepInput): Promise<void>;
  removeChargingAccounts(input: ProvisionStepInput): Promise<Skipped | void>;
  removeRecords(input: ProvisionStepInput): Promise<Skipped | void>;
  releaseStock(input: ReleaseStockInput): Promise<Skipped | void>;
  closeService(input: ProvisionStepInput): Promise<Skipped | void>;
  proveNothingRemains(input: ReleaseStockInput): Promise<ProveNothingRemainsResult>;
  skipStep(input: SkipStepInput): Promise<Skipped>;
  finishProvision(input: FinishProvisionInput): Promise<FinishProvisionResult>;
  notifyFailure(input: NotifyFailureInput): Promise<Skipped | void>;
  endStream(input: { provisionId: number }): Promise<void>;
}

/** The step that runs Ansible; it has a task queue of its own so that waiting plays hold nothing else up. */
export interface PlayActivities {
  runPlay(input: RunPlayInput): Promise<RunPlayResult>;
}
