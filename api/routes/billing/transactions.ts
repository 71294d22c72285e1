import { z } from '@hono/zod-openapi';
import { createTransaction } from '../../../domain/billing/create-transaction.ts';
import { getTransaction } from '../../../domain/billing/find-transaction.ts';
import { listTransactions, listTransactionsOf } from '../../../domain/billing/list-transactions.ts';
import { transactionColumns } from '../../../domain/billing/transaction-columns.ts';
import { updateTransaction, voidTransaction } from '../../../domain/billing/update-transaction.ts';
import { demandCustomer } from '../../../domain/customers/demand-customer.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { amount, id, listQuery, optionalId, optionalInstant, optionalText, pageOf, percent, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const tag = 'billing';
const view = { permission: 'view_customer_transaction', own: 'view_own_customer_transaction' } as const;
const path = '/crm/transaction/transaction_id/{transaction_id}';
const params = z.object({ transaction_id: id() });
const full = recordShape(transactionColumns, 'Transaction');
const shape = full.extend({ wholesale_cost: full.shape.wholesale_cost.optional() }).openapi('Transaction');

const newTransaction = z
  .object({
    customer_id: id(),
    service_id: optionalId().optional(),
    site_id: optionalId().optional(),
    product_id: optionalId().optional(),
    title: text(255, 1),
    description: optionalText(4000).optional(),
    transaction_type: z.enum(['debit', 'credit']).optional(),
    credit_type: optionalText(64).optional(),
    retail_cost: amount(),
    wholesale_cost: amount().optional(),
    tax_percentage: percent().optional(),
    transaction_date: optionalInstant().optional(),
  })
  .openapi('NewTransaction');
const rewording = z.object({ title: text(255, 1).optional(), description: optionalText(4000).optional() }).openapi('TransactionChange');

/** Charges and credits (chapter 37). Plays written for the original use PUT as well as POST. */
export function transactionRoutes(api: Api): void {
  for (const method of ['put', 'post'] as const) {
    endpoint(
      api,
      {
        method,
        path: '/crm/transaction',
        policy: { permission: 'create_customer_transaction' },
        tag,
        summary: 'Record a charge or credit',
        body: newTransaction,
        response: shape,
      },
      (ctx, { body }) => createTransaction(ctx, body),
    );
  }
  readRoutes(api);
  endpoint(
    api,
    {
      method: 'patch',
      path,
      policy: { permission: 'update_customer_transaction' },
      tag,
      summary: 'Reword a transaction',
      params,
      body: rewording,
      response: shape,
    },
    (ctx, input) => updateTransaction(ctx, input.params.transaction_id, input.body),
  );
  endpoint(
    api,
    { method: 'delete', path, policy: { permission: 'update_customer_transaction' }, tag, summary: 'Void a transaction', params, response: shape },
    (ctx, input) => voidTransaction(ctx, input.params.transaction_id),
  );
}

function readRoutes(api: Api): void {
  endpoint(
    api,
    { method: 'get', path: '/crm/transaction', policy: view, tag, summary: 'List and search transactions', query: listQuery, response: pageOf(shape) },
    (ctx, { query }) => listTransactions(ctx, query),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/transaction/customer_id/{customer_id}',
      policy: view,
      tag,
      summary: 'List the transactions of a customer',
      params: z.object({ customer_id: id() }),
      response: z.array(shape),
    },
    async (ctx, input) => {
      await demandCustomer(ctx.em, ctx.principal, input.params.customer_id);
      return listTransactionsOf(ctx, input.params.customer_id);
    },
  );
  endpoint(api, { method: 'get', path, policy: view, tag, summary: 'Read a transaction', params, response: shape }, (ctx, input) =>
    getTransaction(ctx, input.params.transaction_id),
  );
}
