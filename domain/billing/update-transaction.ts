import { type Ctx, change } from '../context.ts';
import { precondition } from '../errors.ts';
import { given } from '../given.ts';
import { findTransaction } from './find-transaction.ts';
import { type TransactionJson, transactionJson } from './transaction-columns.ts';

/** What may still be changed of a transaction: its words, never its amount. */
export interface UpdateTransactionInput {
  title?: string | undefined;
  description?: string | null | undefined;
}

/** Rewords a transaction; one that is void or invoiced stays as it is. */
export async function updateTransaction(ctx: Ctx, transactionId: number, input: UpdateTransactionInput): Promise<TransactionJson> {
  return change(ctx, async (em) => {
    const transaction = await findTransaction(em, ctx.principal, transactionId);
    if (transaction.invoice_id) throw precondition(`Transaction ${transactionId} is on invoice ${transaction.invoice_id} and cannot be changed.`);
    if (transaction.void) throw precondition(`Transaction ${transactionId} is void and cannot be changed.`);
    Object.assign(transaction, given(input));
    await em.flush();
    return transactionJson(ctx.principal, transaction);
  });
}

/** Voids a transaction; harmless when it is void already, refused once it is on an invoice (chapter 37). */
export async function voidTransaction(ctx: Ctx, transactionId: number): Promise<TransactionJson> {
  return change(ctx, async (em) => {
    const transaction = await findTransaction(em, ctx.principal, transactionId);
    if (transaction.invoice_id) throw precondition(`Transaction ${transactionId} is on invoice ${transaction.invoice_id}; void the invoice first.`);
    transaction.void = true;
    await em.flush();
    return transactionJson(ctx.principal, transaction);
  });
}
