import type { EntityManager } from '@mikro-orm/postgresql';
import { LockMode } from '@mikro-orm/core';
import { type Ctx, change } from '../context.ts';
import { conflict, notFound, precondition } from '../errors.ts';
import { demandScope } from '../identity/scope.ts';
import type { FullCustomerJson } from './customer-columns.ts';
import { Customer, type CustomerEntity } from './customer.entity.ts';
import { demandNoObstacles } from './deletion-obstacles.ts';
import { readCustomer } from './get-customer.ts';

/**
 * Deletes a customer: it is archived with all that belongs to it, and its own users are signed out and stay out until it is
 * restored (CUS-3). Throws `precondition` naming each active service, job under way, unpaid invoice and transaction that is not invoiced.
 */
export async function archiveCustomer(ctx: Ctx, customerId: number): Promise<FullCustomerJson> {
  return withCustomer(ctx, customerId, async (em, customer) => {
    if (customer.customer_status === 'Archived') throw conflict('This customer is archived already.');
    await archive(em, customer);
  });
}

/** Brings an archived customer back as it was; throws `precondition` when it is not archived. */
export async function restoreCustomer(ctx: Ctx, customerId: number): Promise<FullCustomerJson> {
  return withCustomer(ctx, customerId, async (_em, customer) => {
    if (customer.customer_status !== 'Archived') throw precondition('This customer is not archived.');
    restore(customer);
  });
}

/** Archives a customer that the caller has locked. */
export async function archive(em: EntityManager, customer: CustomerEntity): Promise<void> {
  await demandNoObstacles(em, customer.customer_id);
  customer.archived_at = new Date();
  customer.archived_status = customer.customer_status;
  customer.archived_enabled = customer.customer_enabled;
  customer.customer_status = 'Archived';
  customer.customer_enabled = false;
  await em.execute(
    `update refresh_token set revoked_at = now() where revoked_at is null and user_id in (
       select u.id from app_user u join customer_contact c on c.contact_id = u.contact_id where c.customer_id = ?)`,
    [customer.customer_id],
  );
  await em.execute(
    `update impersonation_log set impersonation_end = now() where impersonation_end is null and expires_at > now() and target_user_id in (
       select u.id from app_user u join customer_contact c on c.contact_id = u.contact_id where c.customer_id = ?)`,
    [customer.customer_id],
  );
}

/** Gives an archived customer its earlier state back. */
export function restore(customer: CustomerEntity): void {
  customer.customer_status = customer.archived_status ?? 'Closed';
  customer.customer_enabled = customer.archived_enabled ?? true;
  customer.archived_at = null;
  customer.archived_status = null;
  customer.archived_enabled = null;
}

async function withCustomer(ctx: Ctx, customerId: number, work: (em: EntityManager, customer: CustomerEntity) => Promise<void>): Promise<FullCustomerJson> {
  demandScope(ctx.principal, customerId, 'Customer', customerId);
  return change(ctx, async (em) => {
    const customer = await em.findOne(Customer, { customer_id: customerId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (customer === null) throw notFound('Customer', customerId);
    await work(em, customer);
    await em.flush();
    return readCustomer(em, customerId);
  });
}
