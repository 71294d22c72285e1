import type { EntityManager } from '@mikro-orm/postgresql';
import { redeemPromo } from '../catalog/promo-offer.ts';
import { recordAcceptedTerms } from '../catalog/terms-acceptance.ts';
import { demandNotArchived } from '../customers/demand-not-archived.ts';
import { conflict, notFound } from '../errors.ts';
import { reserveFromPool, reserveItems } from '../inventory/reserve-stock.ts';
import type { OrderPayload, StockChoice } from './order-payload.ts';
import type { JobOrder } from './provision-rules.ts';
import { announceStatus } from './provision-summary.ts';
import { redactResult } from './redact.ts';

/** A job to be stored; `runId` is the workflow run that stores it, by which a repetition is told from another job. */
export interface NewJob extends JobOrder {
  workflowId: string;
  runId: string;
}

/** An item that a job holds, and the state it was in before. */
export interface HeldItem {
  inventory_id: number;
  item_state: string;
}

export interface AcceptedJob {
  provisionId: number;
  attempt: number;
  held: HeldItem[];
  /** Another job that holds the same idempotency key; nothing was stored. */
  duplicateOf?: number;
}

/**
 * Stores a job and reserves its stock in one transaction, or throws and stores nothing. Calling it again for the same
 * run changes nothing and answers the same.
 */
export async function acceptOrder(em: EntityManager, job: NewJob, payload: OrderPayload): Promise<AcceptedJob> {
  return em.transactional(async (tx) => {
    const stored = job.retry ? await reopen(tx, job) : await insert(tx, job);
    if (stored.accepted || stored.duplicateOf !== undefined) return answer(tx, job, stored);
    if (job.action === 'deprovision') await demandOnlyJobOfService(tx, job);
    else if (job.customerId !== null) await demandNotArchived(tx, job.customerId);
    await reserve(tx, job.provisionId, payload.stock);
    await sell(tx, job, payload);
    await showVariables(tx, job, payload);
    await announceStatus(tx, job.provisionId);
    return answer(tx, job, stored);
  });
}

/** What the order promised its customer, and its customer accepted. */
async function sell(em: EntityManager, { provisionId, customerId, productId, initiatingUser }: NewJob, { promo, terms }: OrderPayload): Promise<void> {
  if (customerId === null || productId === null) return;
  if (promo !== undefined) await redeemPromo(em, provisionId, customerId, promo);
  if (terms !== undefined) await recordAcceptedTerms(em, { provisionId, customerId, productId, userId: initiatingUser }, terms);
}

interface Stored {
  attempt: number;
  /** This run has stored it before. */
  accepted: boolean;
  duplicateOf?: number;
}

async function insert(em: EntityManager, job: NewJob): Promise<Stored> {
  const inserted = await em.execute<object[]>(
    `insert into provision (provision_id, uuid, action, customer_id, product_id, service_id, initiating_user, provisioning_play, sealed_vars,
       idempotency_key, workflow_id, run_id, impersonating_user)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning provision_id`,
    [
      job.provisionId,
      job.uuid,
      job.action,
      job.customerId,
      job.productId,
      job.serviceId,
      job.initiatingUser,
      job.play,
      job.sealedVars,
      job.idempotencyKey,
      job.workflowId,
      job.runId,
      job.impersonatingUser,
    ],
  );
  if (inserted.length > 0) return { attempt: 0, accepted: false };
  const [other] = await em.execute<{ provision_id: number; attempt: number; run_id: string }[]>(
    'select provision_id, attempt, run_id from provision where provision_id = ? or idempotency_key = ? order by provision_id = ? desc',
    [job.provisionId, job.idempotencyKey, job.provisionId],
  );
  if (other === undefined) throw conflict('The same order is being placed at this moment; try again.');
  if (other.provision_id !== job.provisionId) return { attempt: 0, accepted: false, duplicateOf: other.provision_id };
  if (other.run_id !== job.runId) throw conflict(`Job ${job.provisionId} exists already.`);
  return { attempt: other.attempt, accepted: true };
}

/** Stores the variables as people may see them: without secrets, with the items that were drawn. */
async function showVariables(em: EntityManager, job: NewJob, { product, request }: OrderPayload): Promise<void> {
  const stock = await em.execute<{ item: string; inventory_id: number }[]>(
    'select item, inventory_id from inventory where reserved_provision_id = ? order by item',
    [job.provisionId],
  );
  const ids = { product_id: job.productId, customer_id: job.customerId, service_id: job.serviceId, initiating_user: job.initiatingUser };
  const given = Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== null));
  const shown = redactResult({ ...product, ...request, ...given, ...Object.fromEntries(stock.map(({ item, inventory_id }) => [item, inventory_id])) });
  await em.execute('update provision set provisioning_json_vars = ? where provision_id = ?', [JSON.stringify(shown), job.provisionId]);
}

/** Whoever runs a job once more answers for what that run does. */
async function reopen(em: EntityManager, { provisionId, runId, play, sealedVars, initiatingUser, impersonatingUser }: NewJob): Promise<Stored> {
  const [row] = await em.execute<{ provisioning_status: number; attempt: number; run_id: string | null }[]>(
    'select provisioning_status, attempt, run_id from provision where provision_id = ? for update',
    [provisionId],
  );
  if (row === undefined) throw notFound('Job', provisionId);
  if (row.run_id === runId) return { attempt: row.attempt, accepted: true };
  if (row.provisioning_status !== 2)
    throw conflict(row.provisioning_status === 1 ? `Job ${provisionId} is running.` : `Job ${provisionId} has succeeded; there is nothing to run again.`);
  await em.execute(
    `update provision set provisioning_status = 1, phase = 'queued', reason = null, finished = null, run_id = ?, provisioning_play = ?, sealed_vars = ?,
        initiating_user = ?, impersonating_user = ?, last_modified = now() where provision_id = ?`,
    [runId, play, sealedVars, initiatingUser, impersonatingUser, provisionId],
  );
  return { attempt: row.attempt, accepted: false };
}

async function reserve(em: EntityManager, provisionId: number, stock: readonly StockChoice[]): Promise<void> {
  const chosen = stock.flatMap(({ item, inventoryId }) => (inventoryId === null ? [] : [{ item, inventory_id: inventoryId }]));
  await reserveItems(em, provisionId, chosen);
  for (const { item, inventoryId } of stock) if (inventoryId === null) await reserveFromPool(em, provisionId, item);
}

async function answer(em: EntityManager, { provisionId }: NewJob, { attempt, duplicateOf }: Stored): Promise<AcceptedJob> {
  if (duplicateOf !== undefined) return { provisionId, attempt, held: [], duplicateOf };
  const held = await em.execute<HeldItem[]>('select inventory_id, item_state from inventory where reserved_provision_id = ? order by inventory_id', [
    provisionId,
  ]);
  return { provisionId, attempt, held };
}

/** Two jobs that end the same service would undo each other's work. */
async function demandOnlyJobOfService(em: EntityManager, { provisionId, serviceId }: NewJob): Promise<void> {
  const [service] = await em.execute<object[]>('select service_id from service where service_id = ? for update', [serviceId]);
  if (service === undefined) throw notFound('Service', serviceId ?? undefined);
  const [other] = await em.execute<{ provision_id: number }[]>(
    `select provision_id from provision where service_id = ? and provision_id <> ? and provisioning_status = 1 limit 1`,
    [serviceId, provisionId],
  );
  if (other !== undefined) throw conflict(`Job ${other.provision_id} is still working on this service.`, 'service_id');
}
