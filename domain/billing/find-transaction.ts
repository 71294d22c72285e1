import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { ownScope } from '../identity/scope.ts';
import { type TransactionJson, transactionJson } from './transaction-columns.ts';
import { Transaction, type TransactionEntity } from './transaction.entity.ts';

/** The transaction itself; throws `not_found` when it does not exist for the caller. */
export async function findTransaction(em: EntityManager, principal: Principal, transactionId: number): Promise<TransactionEntity> {
  const transaction = await em.findOne(Transaction, { transaction_id: transactionId, ...ownScope(principal) });
  if (transaction === null) throw notFound('Transaction', transactionId);
  return transaction;
}

/** One transaction as the contract shows it. */
export const getTransaction = async ({ em, principal }: Ctx, transactionId: number): Promise<TransactionJson> =>
  transactionJson(principal, await findTransaction(em, principal, transactionId));
