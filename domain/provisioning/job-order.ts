import { createHash, randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { currentAuthor } from '../activity-log/author.ts';
import type { Principal } from '../identity/principal.ts';
import { type OrderPayload, sealPayload } from './order-payload.ts';
import type { JobOrder } from './provision-rules.ts';

/** What an order is before it has a number. */
export type OrderDraft = Pick<JobOrder, 'action' | 'customerId' | 'productId' | 'serviceId' | 'play'> & { payload: OrderPayload };

/** Gives an order its number and uuid and seals its content; nothing is stored yet. */
export async function numberOrder(
  em: EntityManager,
  principal: Principal,
  secret: string,
  { payload, ...draft }: OrderDraft,
  idempotencyKey: string | null,
): Promise<JobOrder> {
  const [next] = await em.execute<{ id: number }[]>(`select nextval('provision_provision_id_seq')::int as id`);
  if (next === undefined) throw new Error('The database gave no number.');
  const uuid = randomUUID();
  const sealedVars = await sealPayload(secret, uuid, inOwnName(payload));
  return { ...draft, provisionId: next.id, uuid, sealedVars, ...orderedFor(principal), idempotencyKey, retry: false };
}

/** Who orders, and who does so in that person's place. */
export const orderedFor = ({ userId, impersonatorId }: Principal): Pick<JobOrder, 'initiatingUser' | 'impersonatingUser'> => ({
  initiatingUser: userId,
  impersonatingUser: impersonatorId ?? null,
});

/** The order's content with whoever asks for it now as its author. */
export function inOwnName(payload: OrderPayload): OrderPayload {
  const { orderedBy: _before, ...content } = payload;
  const author = currentAuthor();
  return author === undefined ? content : { ...content, orderedBy: author };
}

/** Key under which a caller's repetition of an order is found; keys of different callers never meet. */
export const scopedKey = (principal: Principal, key: string): string =>
  createHash('sha256')
    .update(`${principal.kind}\0${principal.userId ?? principal.label}\0${key}`)
    .digest('hex');

/** What tells whether a repeated key is for the same order. */
export interface KeyedJob {
  provision_id: number;
  provisioning_status: number;
  product_id: number | null;
  customer_id: number | null;
  service_id: number | null;
}

/** The job that this caller started with this key; undefined when there is none. */
export async function jobOfKey(em: EntityManager, scoped: string): Promise<KeyedJob | undefined> {
  const [row] = await em.execute<KeyedJob[]>(
    'select provision_id, provisioning_status, product_id, customer_id, service_id from provision where idempotency_key = ?',
    [scoped],
  );
  return row;
}

/**
 * The job's status when this very order has been stored, else undefined. Sealing gives every order a text of its own, so
 * that a job run once more is told from its earlier runs.
 */
export async function statusOfStored(
  em: EntityManager,
  { provisionId, sealedVars }: Pick<JobOrder, 'provisionId' | 'sealedVars'>,
): Promise<number | undefined> {
  const [row] = await em.execute<{ provisioning_status: number }[]>('select provisioning_status from provision where provision_id = ? and sealed_vars = ?', [
    provisionId,
    sealedVars,
  ]);
  return row?.provisioning_status;
}
