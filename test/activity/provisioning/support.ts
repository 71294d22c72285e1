import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createProvisioningActivities } from '../../../activities/provisioning/create-provisioning-activities.ts';
import type { AcceptProvisionInput, ProvisioningActivities, ReservedItem, StepInfo } from '../../../activities/provisioning/contract.ts';
import type { OrderPayload } from '../../../domain/provisioning/order-payload.ts';
import { sealPayload } from '../../../domain/provisioning/order-payload.ts';
import type { TestDatabase } from '../../support/database.ts';
import { provisioningWorld, type ProvisioningWorld, seedOperator, type SeededOperator } from '../../support/provisioning.ts';

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
    impersonatingUser: null,
    play: 'play_test',
    sealedVars,
    idempotencyKey: null,
    retry: false,
    step,
    ...overrides,
  };
}

/** A job that has been accepted and holds a SIM card, with all it stands in. */
export interface AcceptedWorld {
  world: ProvisioningWorld;
  activities: ProvisioningActivities;
  operator: SeededOperator;
  job: AcceptProvisionInput;
  reserved: ReservedItem[];
}

/** Seeds an operator and has an order of a SIM card accepted. */
export async function acceptedJob({ orm }: TestDatabase): Promise<AcceptedWorld> {
  const world = provisioningWorld(orm);
  const activities = createProvisioningActivities(world);
  const operator = await seedOperator(orm.em.fork());
  const job = await order(world, operator, { stock: [{ item: 'SIM Card', inventoryId: operator.items[1] ?? 0 }] });
  const { reserved } = await inActivity(activities.acceptProvision, job);
  return { world, activities, operator, job, reserved };
}

/** Rows of a statement. */
export const rows = <T extends object>(em: EntityManager, sql: string, params: unknown[] = []): Promise<T[]> => em.fork().execute<T[]>(sql, params);
