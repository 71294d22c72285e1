import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { WithStartWorkflowOperation, type WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { inject } from 'vitest';
import type { PlayActivities, ProvisioningActivities, RunPlayResult, StepInfo } from '../../activities/provisioning/contract.ts';
import { bundleFolder } from '../support/bundle-folder.ts';
import { workflowBundle } from '../../worker/bundle.ts';
import { acceptProvisionUpdate, playTaskQueue, type ProvisionInput } from '../../workflows/provisioning/provision.contract.ts';

/** `INDEXED_VALUE_TYPE_KEYWORD` of temporal.api.enums.v1. */
const keyword = 2;
const searchAttributes = ['CustomerId', 'ServiceId', 'ProductId', 'ProvisionId', 'InitiatingUser', 'ImpersonatingUser'];
const silent = new DefaultLogger((process.env['TEMPORAL_TEST_LOG'] as 'WARN' | undefined) ?? 'ERROR', () => undefined);

/** Starts the time-skipping server; TEMPORAL_TEST_SERVER names another program than the run's own. */
export async function startTestServer(): Promise<TestWorkflowEnvironment> {
  Runtime.install({ logger: process.env['TEMPORAL_TEST_LOG'] === undefined ? silent : new DefaultLogger('WARN') });
  const path = process.env['TEMPORAL_TEST_SERVER'] ?? inject('temporalTestServer');
  const env = await TestWorkflowEnvironment.createTimeSkipping(path === undefined ? {} : { server: { executable: { type: 'existing-path', path } } });
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: Object.fromEntries(searchAttributes.map((name) => [name, keyword])),
  });
  return env;
}

/** Runs `work` with a worker that has these activities, on a task queue of its own. */
export async function withWorker<T>(env: TestWorkflowEnvironment, activities: object, work: (taskQueue: string) => Promise<T>): Promise<T> {
  const taskQueue = `test-${randomUUID()}`;
  const common = { connection: env.nativeConnection, namespace: env.namespace };
  const worker = await Worker.create({ ...common, taskQueue, workflowBundle: await workflowBundle(bundleFolder), activities });
  return worker.runUntil(() => work(taskQueue));
}

type All = ProvisioningActivities & PlayActivities;

/** What a mocked job does at each of its activities; every call is logged as `kind:name`. */
export interface MockedJob {
  log: string[];
  activities: All;
}

/** Activities that all succeed and log the step they stand for; `overrides` replace single ones. */
export function mockedJob(overrides: Partial<All> = {}): MockedJob {
  const log: string[] = [];
  const ok: RunPlayResult = { status: 'ok', began: true, cleanedUp: false };
  const base: All = {
    acceptProvision: async ({ provisionId }) => ({ provisionId, attempt: 0, reserved: [{ inventoryId: 5, itemState: 'New' }] }),
    runPlay: async ({ action }) => (action === 'deprovision' ? { ...ok, cleanedUp: true } : ok),
    verifyProvision: async () => undefined,
    stopPlay: async () => ({ outOfReach: false }),
    removeChargingAccounts: async () => undefined,
    removeRecords: async () => undefined,
    releaseStock: async () => undefined,
    closeService: async () => undefined,
    proveNothingRemains: async () => ({ remains: [] }),
    skipStep: async ({ because }) => ({ skipped: because }),
    finishProvision: async () => ({ serviceIds: [7] }),
    notifyFailure: async () => undefined,
    endStream: async () => undefined,
  };
  const all = { ...base, ...overrides };
  const logged = Object.entries(all).map(([name, run]) => [name, loggedAs(log, name, run as (input: never) => unknown)]);
  return { log, activities: Object.fromEntries(logged) as All };
}

interface AnyInput {
  step?: StepInfo;
  result?: string;
  cause?: string;
  because?: string;
}

const loggedAs = (log: string[], name: string, run: (input: never) => unknown) => (input: AnyInput) => {
  log.push(
    input.step === undefined
      ? [name, input.result, input.cause].filter(Boolean).join(':')
      : `${input.step.kind}:${input.step.name}${input.because === undefined ? '' : ' (skipped)'}`,
  );
  return run(input as never);
};

/** A failure that a repetition cannot mend. */
export const broken = (type = 'validation'): never => {
  throw ApplicationFailure.nonRetryable('broken on purpose', type);
};

/** A play that runs until it is cancelled, as a well-behaved worker runs it. */
export async function runUntilCancelled(): Promise<RunPlayResult> {
  const context = Context.current();
  const pulse = setInterval(() => context.heartbeat({ host: 'test-host' }), 50);
  await context.cancelled.catch(() => undefined);
  clearInterval(pulse);
  return { status: 'killed', began: true, cleanedUp: false };
}

/** A play whose worker dies: one heartbeat, then silence until the test is over. */
export function silentPlay(): { play: () => Promise<RunPlayResult>; bury: () => void } {
  const { promise, resolve } = Promise.withResolvers<RunPlayResult>();
  return {
    play: () => {
      Context.current().heartbeat({ host: 'test-host' });
      return promise;
    },
    bury: () => resolve({ status: 'ok', began: true, cleanedUp: false }),
  };
}

/** Input of a job; the texts stand for sealed ones. */
export const jobInput = (overrides: Partial<ProvisionInput> = {}): ProvisionInput => ({
  provisionId: Math.floor(Math.random() * 1e9),
  uuid: randomUUID(),
  action: 'provision',
  customerId: 1,
  productId: 2,
  serviceId: null,
  initiatingUser: 3,
  impersonatingUser: null,
  play: 'play_simple_service',
  sealedVars: 'sealed.text',
  idempotencyKey: null,
  retry: false,
  playTimeoutSeconds: 60,
  acceptBy: '2999-01-01T00:00:00Z',
  ...overrides,
});

export interface RunningJob {
  handle: WorkflowHandle;
  accepted: Promise<unknown>;
}

/** Runs `work` with workers for one mocked job on a task queue of its own. */
export async function withJob<T>(
  env: TestWorkflowEnvironment,
  job: MockedJob,
  work: (start: (input: ProvisionInput, type?: string) => Promise<RunningJob>) => Promise<T>,
): Promise<T> {
  const taskQueue = `test-${randomUUID()}`;
  const { runPlay, ...rest } = job.activities;
  const common = { connection: env.nativeConnection, namespace: env.namespace };
  const main = await Worker.create({ ...common, taskQueue, workflowBundle: await workflowBundle(bundleFolder), activities: rest });
  const plays = await Worker.create({ ...common, taskQueue: playTaskQueue(taskQueue), activities: { runPlay }, maxHeartbeatThrottleInterval: 100 });
  const start = async (input: ProvisionInput, type = 'provisionWorkflow'): Promise<RunningJob> => {
    const operation = new WithStartWorkflowOperation(type, {
      workflowId: `provision-${input.provisionId}-${randomUUID()}`,
      taskQueue,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    const accepted = env.client.workflow.executeUpdateWithStart(acceptProvisionUpdate, { startWorkflowOperation: operation });
    accepted.catch(() => undefined);
    return { handle: await operation.workflowHandle(), accepted };
  };
  return main.runUntil(() => plays.runUntil(() => work(start)));
}
