import type { Ctx } from '../context.ts';
import { demandCustomer } from '../customers/demand-customer.ts';
import { type Condition, filterConditions, findPage, ordering } from '../find-page.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { selectList } from '../record.ts';
import { type ListedTransactionJson, transactionColumns, transactionJson, type TransactionJson } from './transaction-columns.ts';
import { Transaction } from './transaction.entity.ts';

const select = `${selectList(transactionColumns, 't')}, c.customer_name`;
const sortable = [
  'transaction_id',
  'transaction_date',
  'title',
  'retail_cost',
  'tax_amount',
  'invoice_id',
  'customer_name',
  'created',
  'last_modified',
] as const;
const filters = {
  void: 't.void',
  invoiced: '(t.invoice_id is not null)',
  transaction_type: 't.transaction_type',
  credit_type: 't.credit_type',
  customer_id: 't.customer_id',
  service_id: 't.service_id',
  invoice_id: 't.invoice_id',
  provision_id: 't.provision_id',
};

/** A page of transactions (chapter 37), searched by number, title, description or invoice; void ones only when filtered for. */
export async function listTransactions({ em, principal }: Ctx, query: ListQuery): Promise<Page<ListedTransactionJson>> {
  const column = sortColumn(query, sortable, 'transaction_id');
  const where: Condition[] = filterConditions(query.filters, filters);
  if (query.filters['void'] === undefined) where.push({ sql: 'not t.void' });
  if (principal.customerId !== null) where.push({ sql: 't.customer_id = ?', params: [principal.customerId] });
  if (query.search !== undefined) where.push(searched(query.search));
  const orderBy = ordering(`${column === 'customer_name' ? 'c' : 't'}.${column}`, query.order, 't.transaction_id', column === 'invoice_id');
  const page = await findPage<{ customer_name: string }>(
    em,
    { select, from: 'customer_transaction t', join: 'join customer c on c.customer_id = t.customer_id', where, orderBy },
    query,
  );
  return { ...page, data: page.data.map((row) => ({ ...transactionJson(principal, row), customer_name: row.customer_name })) };
}

/** All transactions of a customer, newest first, without void ones unless asked for. */
export async function listTransactionsOf({ em, principal }: Ctx, customerId: number, includeVoid = false): Promise<TransactionJson[]> {
  await demandCustomer(em, principal, customerId);
  const transactions = await em.find(
    Transaction,
    { customer_id: customerId, ...(includeVoid ? {} : { void: false }) },
    { orderBy: { transaction_date: 'desc', transaction_id: 'desc' } },
  );
  return transactions.map((transaction) => transactionJson(principal, transaction));
}

function searched(search: string): Condition {
  const like = containing(search);
  const byNumber = /^\d{1,9}$/.test(search);
  return {
    sql: `t.title ilike ? or t.description ilike ?${byNumber ? ' or t.transaction_id = ? or t.invoice_id = ?' : ''}`,
    params: [like, like, ...(byNumber ? [Number(search), Number(search)] : [])],
  };
}
