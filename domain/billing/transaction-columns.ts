import type { Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { recordJson, type RecordJson, without } from '../record.ts';

/** What the contract shows of a transaction (chapter 37). */
export const transactionColumns = {
  transaction_id: 'int',
  customer_id: 'int',
  service_id: 'int?',
  site_id: 'int?',
  product_id: 'int?',
  invoice_id: 'int?',
  provision_id: 'int?',
  title: 'text',
  description: 'text?',
  transaction_type: ['debit', 'credit'],
  credit_type: 'text?',
  retail_cost: 'amount',
  wholesale_cost: 'amount?',
  tax_percentage: 'real',
  tax_amount: 'amount',
  transaction_date: 'instant',
  void: 'flag',
  created: 'instant',
  last_modified: 'instant',
} as const;

const forCustomers = without(transactionColumns, 'wholesale_cost');
type Full = RecordJson<typeof transactionColumns>;

/** A transaction; a customer sees it without what it costs the operator. */
export type TransactionJson = Omit<Full, 'wholesale_cost'> & Partial<Pick<Full, 'wholesale_cost'>>;

/** Shows a transaction. */
export function transactionJson(principal: Principal, row: object): TransactionJson {
  const shown = recordJson(isTenant(principal) ? forCustomers : transactionColumns, row) as TransactionJson;
  return { ...shown, tax_percentage: Number(shown.tax_percentage) };
}
