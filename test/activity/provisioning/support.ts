import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { AcceptProvisionInput, StepInfo } from '../../../activities/provisioning/contract.ts';
import type { OrderPayload } from '../../../domain/provisioning/order-payload.ts';
import { sealPayload } from '../../../domain/provisioning/order-payload.ts';
import type { ProvisioningWorld, SeededOperator } from '../../support/provisioning.ts';

// What activities throw here is thrown on purpose.
export const logger = new DefaultLogger('ERROR', () => undefined);

export const step: StepInfo = { name: 'A step', kind: 'do' };

/** Runs an activity as a worker would, in a run of its job's workflow. */
export async function inActivity<I extends { provisionId: number }, R>(
  activity: (input: I) => Promise<R>,
  input: I,
  info: { runId?: string; activityId?: string; attempt?: number } = {},
): Promise<R> {
  const { runId = 'run-1', activityId = '1', attempt = 1 } = info;
  const env = new MockActivityEnvironment({ workflowExecution: { workflowId: `provision-${input.provisionId}`, runId }, activityId, attempt }, { logger });
  return env.run<[I], R, (input: I) => Promise<R>>(activity, input);
}

let lastProvisionId = 0;

/** An order of the seeded product, sealed as the API seals it. */
export async function order(
  world: ProvisioningWorld,
  operator: SeededOperator,
  payload: Partial<OrderPayload> = {},
  overrides: Partial<AcceptProvisionInput> = {},
): Promise<AcceptProvisionInput> {
  const uuid = randomUUID();
  const sealedVars = await sealPayload(world.config.jwt_secret, uuid, { product: {}, request: {}, stock: [], ...payload });
  return {
    provisionId: (lastProvisionId += 1),
    uuid,
    action: 'provision',
    customerId: operator.customerId,
    productId: operator.productId,
    serviceId: null,
    initiatingUser: null,
    play: 'play_test',
    sealedVars,
    idempotencyKey: null,
    retry: false,
    step,
    ...overrides,
  };
}

/** Rows of a statement. */
export const rows = <T extends object>(em: EntityManager, sql: string, params: unknown[] = []): Promise<T[]> => em.fork().execute<T[]>(sql, params);
