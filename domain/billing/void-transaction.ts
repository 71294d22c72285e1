import { type Ctx, change } from '../context.ts';
import { changeableTransaction } from './get-transaction.ts';
import { transactionJson, type TransactionJson } from './transaction-columns.ts';

/** Marks a transaction as one that should never have been; it stays on record (chapter 37). Throws `precondition` once it is invoiced. */
export async function voidTransaction(ctx: Ctx, transactionId: number): Promise<TransactionJson> {
  return change(ctx, async (em) => {
    const transaction = await changeableTransaction(em, ctx.principal, transactionId);
    // The key is given up, so that a job that runs again books again.
    em.assign(transaction, { void: true, idempotency_key: null });
    await em.flush();
    return transactionJson(ctx.principal, transaction);
  });
}
