import { type Ctx, change } from '../context.ts';
import { invalid } from '../errors.ts';
import { given } from '../given.ts';
import { changeableTransaction } from './get-transaction.ts';
import { transactionJson, type TransactionJson } from './transaction-columns.ts';
import { linked } from './transaction-links.ts';
import { chargeOf, type CreditType } from './transaction-rules.ts';

/** What may be changed of a transaction until it is invoiced. */
export interface UpdateTransactionInput {
  title?: string | undefined;
  description?: string | null | undefined;
  credit_type?: CreditType | undefined;
  retail_cost?: string | undefined;
  wholesale_cost?: string | undefined;
  tax_percentage?: string | undefined;
  service_id?: number | null | undefined;
  site_id?: number | null | undefined;
  transaction_date?: Date | undefined;
}

/** Changes what is given of a transaction that is not invoiced; its tax follows. */
export async function updateTransaction(ctx: Ctx, transactionId: number, input: UpdateTransactionInput): Promise<TransactionJson> {
  return change(ctx, async (em) => {
    const transaction = await changeableTransaction(em, ctx.principal, transactionId);
    const { transaction_type: type } = transaction;
    if (input.retail_cost !== undefined && Number(input.retail_cost) <= 0)
      throw invalid('retail_cost', 'must be more than zero; a credit is entered as a positive amount too.');
    if (input.credit_type !== undefined && type === 'debit') throw invalid('credit_type', 'is for credits only.');
    await linked(em, ctx.principal, transaction.customer_id, { service_id: input.service_id, site_id: input.site_id });
    em.assign(transaction, {
      ...given(input),
      ...chargeOf(type, input.retail_cost ?? transaction.retail_cost, input.tax_percentage ?? transaction.tax_percentage),
    });
    await em.flush();
    return transactionJson(ctx.principal, transaction);
  });
}
