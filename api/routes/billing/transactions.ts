import { z } from '@hono/zod-openapi';
import { createTransaction } from '../../../domain/billing/create-transaction.ts';
import { getTransaction } from '../../../domain/billing/get-transaction.ts';
import { listTransactions, listTransactionsOf } from '../../../domain/billing/list-transactions.ts';
import { updateTransaction } from '../../../domain/billing/update-transaction.ts';
import { voidTransaction } from '../../../domain/billing/void-transaction.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { flag, id, listQuery, pageOf } from '../../schemas/contract.ts';
import { listedTransactionShape, newTransaction, transactionChange, transactionShape } from './transaction-schemas.ts';

const tag = 'billing';
const view = { permission: 'view_customer_transaction', own: 'view_own_customer_transaction' } as const;
const collection = '/crm/transaction';
const update = { permission: 'update_customer_transaction' } as const;
const one = {
  path: '/crm/transaction/transaction_id/{transaction_id}',
  tag,
  params: z.object({ transaction_id: id() }),
  response: transactionShape,
};

/** Charges and credits of customers (chapter 37); plays book them with PUT or POST. */
export function transactionRoutes(api: Api): void {
  readRoutes(api);
  for (const method of ['put', 'post'] as const) {
    endpoint(
      api,
      {
        method,
        path: collection,
        policy: { permission: 'create_customer_transaction' },
        tag,
        summary: 'Book a charge or credit',
        body: newTransaction,
        response: transactionShape,
      },
      (ctx, { body: { invoice_id: _none, ...input } }) => createTransaction(ctx, input),
    );
  }
  endpoint(
    api,
    { method: 'patch', ...one, policy: update, summary: 'Change a transaction that is not invoiced', body: transactionChange },
    (ctx, { params, body }) => updateTransaction(ctx, params.transaction_id, body),
  );
  endpoint(api, { method: 'delete', ...one, policy: update, summary: 'Void a transaction that is not invoiced' }, (ctx, { params }) =>
    voidTransaction(ctx, params.transaction_id),
  );
}

function readRoutes(api: Api): void {
  endpoint(
    api,
    { method: 'get', path: collection, policy: view, tag, summary: 'List and search transactions', query: listQuery, response: pageOf(listedTransactionShape) },
    (ctx, { query }) => listTransactions(ctx, query),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/transaction/customer_id/{customer_id}',
      policy: view,
      tag,
      summary: 'List the transactions of a customer, newest first',
      params: z.object({ customer_id: id() }),
      query: z.object({ include_void: flag().optional() }),
      response: z.array(transactionShape),
    },
    (ctx, { params, query }) => listTransactionsOf(ctx, params.customer_id, query.include_void),
  );
  endpoint(api, { method: 'get', ...one, policy: view, summary: 'Read a transaction' }, (ctx, { params }) => getTransaction(ctx, params.transaction_id));
}
