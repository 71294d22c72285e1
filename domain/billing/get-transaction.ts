import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { notFound, precondition } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { ownScope } from '../identity/scope.ts';
import { transactionJson, type TransactionJson } from './transaction-columns.ts';
import { Transaction, type TransactionEntity } from './transaction.entity.ts';

/** One transaction; throws `not_found` also for another tenant's. */
export async function getTransaction({ em, principal }: Ctx, transactionId: number): Promise<TransactionJson> {
  const transaction = await em.findOne(Transaction, { transaction_id: transactionId, ...ownScope(principal) });
  if (transaction === null) throw notFound('Transaction', transactionId);
  return transactionJson(principal, transaction);
}

/** A transaction that may still be changed, held until the database transaction ends: not invoiced, not void, and, for a play, booked by its own job. Throws `not_found` or `precondition`. */
export async function changeableTransaction(em: EntityManager, principal: Principal, transactionId: number): Promise<TransactionEntity> {
  const byJob = principal.play === undefined ? {} : { provision_id: principal.play.provisionId };
  const transaction = await em.findOne(
    Transaction,
    { transaction_id: transactionId, ...ownScope(principal), ...byJob },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (transaction === null) throw notFound('Transaction', transactionId);
  if (transaction.invoice_id) throw precondition(`Transaction ${transactionId} is on invoice ${transaction.invoice_id}; book a credit instead.`, 'invoice_id');
  if (transaction.void) throw precondition(`Transaction ${transactionId} is void.`, 'void');
  return transaction;
}
