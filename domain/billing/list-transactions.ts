import type { Ctx } from '../context.ts';
import { type Condition, filterConditions, findPage } from '../find-page.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { selectList } from '../record.ts';
import { transactionColumns, type TransactionJson, transactionJson } from './transaction-columns.ts';

const select = selectList(transactionColumns, 't');
const sortable = ['transaction_id', 'transaction_date', 'title', 'retail_cost', 'customer_id', 'service_id', 'invoice_id', 'created'] as const;
const filters = {
  customer_id: 't.customer_id',
  service_id: 't.service_id',
  invoice_id: 't.invoice_id',
  provision_id: 't.provision_id',
  transaction_type: 't.transaction_type',
  void: 't.void',
};

/** A page of the transactions that exist for the caller, searched by title, description or number. */
export async function listTransactions({ em, principal }: Ctx, query: ListQuery): Promise<Page<TransactionJson>> {
  const column = sortColumn(query, sortable, 'transaction_id');
  const where: Condition[] = filterConditions(query.filters, filters);
  if (principal.customerId !== null) where.push({ sql: 't.customer_id = ?', params: [principal.customerId] });
  if (query.search !== undefined) where.push(searched(query.search));
  const orderBy = `t.${column} ${query.order} nulls last${column === 'transaction_id' ? '' : ', t.transaction_id'}`;
  const page = await findPage(em, { select, from: 'customer_transaction t', where, orderBy }, query);
  return { ...page, data: page.data.map((row) => transactionJson(principal, row)) };
}

/** All transactions of a customer, newest first; who may see them has been settled. */
export async function listTransactionsOf({ em, principal }: Ctx, customerId: number): Promise<TransactionJson[]> {
  const rows = await em.execute<object[]>(`select ${select} from customer_transaction t where t.customer_id = ? order by t.transaction_id desc`, [customerId]);
  return rows.map((row) => transactionJson(principal, row));
}

function searched(search: string): Condition {
  const like = containing(search);
  const byNumber = /^\d{1,9}$/.test(search);
  return {
    sql: `t.title ilike ? or t.description ilike ?${byNumber ? ' or t.transaction_id = ?' : ''}`,
    params: [like, like, ...(byNumber ? [Number(search)] : [])],
  };
}
