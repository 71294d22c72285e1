import type { Ctx } from '../../../domain/context.ts';
import { conflict, DomainError, invalid } from '../../../domain/errors.ts';
import { jobOfKey, numberOrder, type OrderDraft, scopedKey, statusOfStored } from '../../../domain/provisioning/job-order.ts';
import type { JobOrder } from '../../../domain/provisioning/provision-rules.ts';
import type { ApiDeps } from '../../deps.ts';

/** What the caller of a new job is told. */
export interface Started {
  provision_id: number;
  provisioning_status: number;
  message: string;
}

/**
 * Starts the workflow of an order and answers when it has stored the job. The same Idempotency-Key of the same caller is
 * the same job, however often and at once it comes; for another order it is a `conflict`.
 */
export async function startOrder(deps: ApiDeps, ctx: Ctx, draft: OrderDraft & { label: string }, idempotencyKey: string | undefined): Promise<Started> {
  const { label, ...order } = draft;
  const key = idempotencyKey === undefined ? null : scopedKey(ctx.principal, demandKey(idempotencyKey));
  const known = key === null ? undefined : await jobOfKey(ctx.em, key);
  if (known !== undefined) {
    const same = known.product_id === order.productId && known.customer_id === order.customerId;
    if (!same) throw conflict(`This Idempotency-Key belongs to job ${known.provision_id}, which is another order.`, 'Idempotency-Key');
    return { provision_id: known.provision_id, provisioning_status: known.provisioning_status, message: 'Provisioning job exists already' };
  }
  return startJob(deps, await numberOrder(ctx.em, ctx.principal, deps.config.jwt_secret, order, key), label);
}

/** Starts a numbered order; see `startOrder`. */
export async function startJob(deps: ApiDeps, order: JobOrder, label: string): Promise<Started> {
  const { duplicateOf, status = 1 } = await begin(deps, order, label);
  if (duplicateOf !== undefined) return { provision_id: duplicateOf, provisioning_status: 1, message: 'Provisioning job exists already' };
  return { provision_id: order.provisionId, provisioning_status: status, message: 'Provisioning job created' };
}

/** An answer may be lost or come too late; nobody must then be told that nothing was stored when it was. */
async function begin({ temporal, config, orm }: ApiDeps, order: JobOrder, label: string): Promise<{ duplicateOf?: number; status?: number }> {
  try {
    return await temporal.startProvision({ ...order, playTimeoutSeconds: config.provisioning.play_timeout_seconds }, label);
  } catch (error) {
    const status = error instanceof DomainError && error.kind === 'unavailable' ? await statusOfStored(orm.em.fork(), order) : undefined;
    if (status === undefined) throw error;
    return { status };
  }
}

function demandKey(key: string): string {
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw invalid('Idempotency-Key', 'Idempotency-Key: must be 1 to 200 printable characters.');
  return key;
}
