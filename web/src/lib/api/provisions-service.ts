import { listParameters, type ListQuery, type Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

/** Job and task states of chapter 18. */
export const ProvisioningStatus = { Success: 0, Running: 1, Failed: 2, FailedIgnored: 3 } as const;

export type ProvisionPhase = 'queued' | 'running' | 'verifying' | 'rolling_back' | 'succeeded' | 'failed' | 'cancelled';

/** A provisioning job. */
export interface Provision {
  provision_id: number;
  customer_id: number | null;
  customer_name?: string | null;
  product_id: number | null;
  product_name?: string | null;
  service_id: number | null;
  action: 'provision' | 'deprovision' | 'suspend' | 'resume';
  provisioning_play: string | null;
  playbook_description: string | null;
  provisioning_status: number;
  phase: ProvisionPhase;
  /** Why it failed, in words. */
  reason: string | null;
  task_count: number;
  tasks_done: number;
  attempt: number;
  initiating_user: number | null;
  impersonating_user: number | null;
  workflow_id: string;
  run_id: string | null;
  finished: string | null;
  created: string;
  last_modified: string;
}

/** One task of the play. */
export interface ProvisionEvent {
  attempt: number;
  event_number: number;
  event_name: string;
  action: string | null;
  provisioning_status: number;
  provisioning_result_json: unknown;
  duration_ms: number | null;
  timestamp: string;
}

/** One step of the workflow around the play, or the undo of one. */
export interface ProcessStep {
  /** Orders the steps of all runs of the job. */
  seq: number;
  /** The run it belongs to: a retry is a run of its own. */
  run_id: string;
  name: string;
  kind: 'do' | 'undo';
  status: 'running' | 'done' | 'failed' | 'skipped';
  /** Name of the undo this step registered. */
  undo: string | null;
  error: string | null;
  started_at: string;
  finished_at: string | null;
}

/** Terms that were accepted with an order, as they were then. */
export interface AcceptedTerms {
  provision_id: number;
  product_name: string | null;
  accepted: string;
  accepted_by: string;
  terms: string;
  terms_sha256: string;
}

/** A job with everything that happened in it. */
export interface ProvisionDetail extends Provision {
  /** JSON text, without secrets. */
  provisioning_json_vars: string | null;
  events: ProvisionEvent[];
  steps: ProcessStep[];
  accepted_terms: AcceptedTerms | null;
  /** `impersonator` is the member of staff who ordered in the other's place. */
  ordered_by: { name: string | null; impersonator: string | null };
  workflow: { workflow_id: string; run_id: string | null; url: string | null };
}

/** What a finished job made, or what of it is still there after it was undone. */
export interface ProvisionOutcome {
  made: OutcomeRecord[];
  remains: OutcomeRecord[];
  /** False when the charging system did not answer, so that its accounts are not known. */
  charging_checked: boolean;
}

/** A record that carries a job's number. */
export interface OutcomeRecord {
  kind: 'service' | 'transaction' | 'inventory' | 'charging_account';
  id: number | string;
  label: string;
  /** What a charge costs the customer. */
  amount?: number;
}

/** The answer to a new job: it runs already. */
export interface ProvisionStarted {
  provision_id: number;
  provisioning_status: number;
  message: string;
}

/** Order of a product; inventory selections are keys named like their template ("SIM Card": 789). */
export type ProvisionOrder = { product_id: number; customer_id: number; service_id?: number } & Record<string, unknown>;

/** Lists jobs. */
export const listProvisions = (query: ListQuery, context: RequestContext = {}) =>
  request<Page<Provision>>('GET', '/crm/provision/', { ...context, query: listParameters(query) });

/** Returns one job with tasks and steps. Throws `ApiError` 404. */
export const getProvision = (provisionId: number, context: RequestContext = {}) =>
  request<ProvisionDetail>('GET', `/crm/provision/provision_id/${provisionId}`, context);

/** Returns what a finished job made, and what of it remains after a roll-back. */
export const getOutcome = (provisionId: number, context: RequestContext = {}) =>
  request<ProvisionOutcome>('GET', `/crm/provision/provision_id/${provisionId}/outcome`, context);

/** Starts a job; repeating the call with the same key starts no second one. */
export const startProvision = (order: ProvisionOrder, idempotencyKey: string, context: RequestContext = {}) =>
  request<ProvisionStarted>('PUT', '/crm/provision/', { ...context, body: order, idempotencyKey });

/** Runs a failed job again. Throws `ApiError` 409 while it runs or after it succeeded. */
export const retryProvision = (provisionId: number, context: RequestContext = {}) =>
  request<ProvisionStarted>('POST', `/crm/provision/provision_id/${provisionId}/retry`, { ...context, body: {} });

/** Stops a running job and undoes what it did. */
export const cancelProvision = (provisionId: number, context: RequestContext = {}) =>
  request<{ message: string }>('POST', `/crm/provision/provision_id/${provisionId}/cancel`, { ...context, body: {} });

/** Address of a job's live events. */
export const provisionStreamUrl = (provisionId: number): string => `/crm/provision/provision_id/${provisionId}/stream`;

/** Address of the live events of all jobs, from now on. */
export const provisionsStreamUrl = '/crm/provision/stream';
