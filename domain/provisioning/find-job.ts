import { Product } from '../catalog/product.entity.ts';
import type { Ctx } from '../context.ts';
import { conflict, notFound } from '../errors.ts';
import { inScope } from '../identity/scope.ts';
import { inOwnName, orderedFor } from './job-order.ts';
import { sealPayload, unsealPayload } from './order-payload.ts';
import { playOf, productVariables } from './product-defaults.ts';
import type { JobAction, JobOrder } from './provision-rules.ts';

interface JobRow {
  provision_id: number;
  uuid: string;
  action: JobAction;
  customer_id: number | null;
  product_id: number | null;
  service_id: number | null;
  initiating_user: number | null;
  provisioning_play: string | null;
  provisioning_status: number;
  sealed_vars: string | null;
  idempotency_key: string | null;
}

/** A job's row, when it exists for the principal; throws `not_found` else. */
export async function findJob({ em, principal }: Ctx, provisionId: number): Promise<JobRow> {
  const [row] = await em.execute<JobRow[]>(
    `select provision_id, uuid, action, customer_id, product_id, service_id, initiating_user, provisioning_play, provisioning_status, sealed_vars, idempotency_key
       from provision where provision_id = ?`,
    [provisionId],
  );
  if (row === undefined || !inScope(principal, row.customer_id)) throw notFound('Job', provisionId);
  return row;
}

/**
 * The order to run a failed job once more: what was asked for as it was, the product's play and defaults as they are now,
 * for they may be what had to be mended. Throws `conflict` while the job runs or when it succeeded.
 */
export async function prepareRetry(ctx: Ctx, secret: string, provisionId: number): Promise<JobOrder & { label: string }> {
  const job = await findJob(ctx, provisionId);
  if (job.provisioning_status === 1) throw conflict(`Job ${provisionId} is running.`);
  if (job.provisioning_status === 0) throw conflict(`Job ${provisionId} has succeeded; there is nothing to run again.`);
  if (job.sealed_vars === null) throw conflict(`Job ${provisionId} cannot be run again: its content was not kept.`);
  const payload = await unsealPayload(secret, job.uuid, job.sealed_vars);
  const product = job.action === 'provision' ? await ctx.em.findOne(Product, { product_id: job.product_id ?? 0 }) : null;
  const now = product === null ? { play: job.provisioning_play, product: payload.product } : { play: playOf(product), product: productVariables(product) };
  return {
    provisionId,
    uuid: job.uuid,
    action: job.action,
    customerId: job.customer_id,
    productId: job.product_id,
    serviceId: job.service_id,
    ...orderedFor(ctx.principal),
    play: now.play,
    sealedVars: await sealPayload(secret, job.uuid, inOwnName({ ...payload, product: now.product })),
    idempotencyKey: job.idempotency_key,
    retry: true,
    label: `Job ${provisionId} once more, for customer ${job.customer_id}`,
  };
}
