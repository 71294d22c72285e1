import { setTimeout as pause } from 'node:timers/promises';
import {
  Client,
  Connection,
  defaultGrpcRetryOptions,
  makeGrpcRetryInterceptor,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import type { AcceptProvisionResult, Canceller } from '../activities/provisioning/contract.ts';
import { conflict, DomainError, type DomainErrorKind, type FieldFault, precondition, unavailable } from '../domain/errors.ts';
import type { AccountMailOrder } from '../domain/identity/account-mail.ts';
import type { Config } from '../domain/settings/config-schema.ts';
import { type InventoryProcesses, inventoryProcesses } from './inventory-processes.ts';
import { type AccountMailInput, accountMailWorkflowId, accountMailWorkflowType } from '../workflows/identity/account-mail.contract.ts';
import {
  acceptProvisionUpdate,
  cancelledBySignal,
  deprovisionWorkflowType,
  type ProvisionInput,
  provisionWorkflowId,
  provisionWorkflowType,
} from '../workflows/provisioning/provision.contract.ts';

/** The only door to Temporal; whatever keeps it from being reached is `unavailable`, and it works again when Temporal is back. */
export interface Temporal extends InventoryProcesses {
  /** Starts a job and waits until its row is stored; throws what refused it. `label` is shown in Temporal's UI and holds no personal data. */
  startProvision(order: Omit<ProvisionInput, 'acceptBy'>, label: string): Promise<AcceptProvisionResult>;
  /** Asks a running job to stop and undo itself; throws `precondition` when it is over. */
  cancelProvision(provisionId: number, canceller: Canceller): Promise<void>;
  /** Has a mail about an account sent; while one with the same key is under way this is that one. */
  startAccountMail(order: AccountMailOrder): Promise<void>;
  /** Rejects unless Temporal answers. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** How long a job may wait for a worker, milliseconds; one accepted later would surprise a caller who was told to try again. */
const acceptWithinMs = 6_000;
/** How long the caller waits in all, milliseconds: time for a worker, then for storing the row (workflows/provisioning/job-steps.ts). */
const patienceMs = 14_000;
const checkMs = 2_000;

/** Makes the door; nothing is connected before the first call. */
export function connectTemporal(settings: Config['temporal']): Temporal {
  const { address, tls, namespace, task_queue: taskQueue, api_key: apiKey } = settings;
  const connection = Connection.lazy({
    address,
    tls,
    ...(apiKey === undefined ? {} : { apiKey }),
    // A caller waits: a server that is down must be told of at once, and found again soon after it is back.
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts: 4 }))],
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 200, 'grpc.max_reconnect_backoff_ms': 2000 },
  });
  const client = new Client({ connection, namespace, interceptors: { workflow: [new OpenTelemetryWorkflowClientInterceptor()] } });
  const within = <T>(limitMs: number, work: () => Promise<T>): Promise<T> => reached(() => connection.withDeadline(Date.now() + limitMs, work));
  return {
    startProvision: (order, label) => within(patienceMs, () => onceOver(() => startJob(client, taskQueue, order, label))),
    cancelProvision: (provisionId, canceller) =>
      within(acceptWithinMs, async () => {
        const handle = client.workflow.getHandle(provisionWorkflowId(provisionId));
        await handle.signal(cancelledBySignal, canceller);
        await handle.cancel();
      }),
    ...inventoryProcesses(client, taskQueue, (work) => within(acceptWithinMs, () => onceOver(work))),
    startAccountMail: ({ kind, key, mailId, sealed }) =>
      within(acceptWithinMs, async () => {
        const input: AccountMailInput = { kind, mailId, sealed };
        await client.workflow.start(accountMailWorkflowType, {
          workflowId: accountMailWorkflowId(kind, key),
          taskQueue,
          args: [input],
          workflowIdConflictPolicy: 'USE_EXISTING',
          staticSummary: `Mail: ${kind.replaceAll('_', ' ')}`,
        });
      }),
    check: () => connection.withDeadline(Date.now() + checkMs, async () => void (await connection.workflowService.getSystemInfo({}))),
    close: () => connection.close(),
  };
}

/** Starts a job's workflow and waits until its first step has stored the job. */
async function startJob(client: Client, taskQueue: string, order: Omit<ProvisionInput, 'acceptBy'>, label: string): Promise<AcceptProvisionResult> {
  const input: ProvisionInput = { ...order, acceptBy: new Date(Date.now() + acceptWithinMs).toISOString() };
  const startWorkflowOperation = new WithStartWorkflowOperation(order.action === 'provision' ? provisionWorkflowType : deprovisionWorkflowType, {
    workflowId: provisionWorkflowId(order.provisionId),
    taskQueue,
    args: [input],
    // A run that is still open is another one: the answer to its own acceptance would be taken for that of this order.
    workflowIdConflictPolicy: 'FAIL',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    typedSearchAttributes: searchAttributesOf(order),
    staticSummary: label,
    staticDetails: `Job ${order.provisionId}, play ${order.play ?? 'none'}`,
  });
  return client.workflow.executeUpdateWithStart(acceptProvisionUpdate, { startWorkflowOperation });
}

const key = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const keys = {
  customerId: key('CustomerId'),
  serviceId: key('ServiceId'),
  productId: key('ProductId'),
  provisionId: key('ProvisionId'),
  initiatingUser: key('InitiatingUser'),
  impersonatingUser: key('ImpersonatingUser'),
};

function searchAttributesOf(order: Pick<ProvisionInput, keyof typeof keys>): TypedSearchAttributes {
  const pairs = (Object.keys(keys) as (keyof typeof keys)[]).flatMap((name) => (order[name] === null ? [] : [{ key: keys[name], value: String(order[name]) }]));
  return new TypedSearchAttributes(pairs);
}

/** A process writes its end down a moment before its run is over; who begins it again at once must wait for that moment. */
async function onceOver<T>(begin: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await begin();
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError) || tries === 5) throw error;
      await pause(200 * tries);
    }
  }
}

async function reached<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw refusalIn(error);
  }
}

const kinds: readonly DomainErrorKind[] = ['not_found', 'conflict', 'validation', 'forbidden', 'unauthorized', 'precondition', 'limit_exceeded', 'unavailable'];

function refusalIn(error: unknown): DomainError {
  if (error instanceof WorkflowExecutionAlreadyStartedError) return conflict('This is running already, or has run and cannot be started again.');
  if (error instanceof WorkflowNotFoundError) return precondition('The job is over.');
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  const kind = cause instanceof ApplicationFailure ? kinds.find((name) => name === cause.type) : undefined;
  if (!(cause instanceof ApplicationFailure) || kind === undefined)
    return unavailable('This cannot be started at the moment; nothing was stored, try again shortly.', error);
  const { field, faults } = (cause.details?.[0] ?? {}) as { field?: string; faults?: FieldFault[] };
  return new DomainError(kind, cause.message, { ...(field === undefined ? {} : { field }), faults: faults ?? [] });
}
