import type { Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { recordJson, type RecordJson, without } from '../record.ts';
import { transactionTypes } from './transaction-rules.ts';

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
  transaction_type: transactionTypes,
  credit_type: 'text?',
  retail_cost: 'amount',
  wholesale_cost: 'amount',
  tax_percentage: 'amount',
  tax_amount: 'amount',
  transaction_date: 'instant',
  void: 'flag',
  created: 'instant',
  last_modified: 'instant',
} as const;

type Full = RecordJson<typeof transactionColumns>;

/** A transaction; a customer sees it without what it cost the operator. */
export type TransactionJson = Omit<Full, 'wholesale_cost'> & Partial<Pick<Full, 'wholesale_cost'>>;

/** A transaction in the list of all, with its customer's name. */
export type ListedTransactionJson = TransactionJson & { customer_name: string };

/** Shows a transaction. */
export const transactionJson = (principal: Principal, row: object): TransactionJson =>
  recordJson(isTenant(principal) ? without(transactionColumns, 'wholesale_cost') : transactionColumns, row) as TransactionJson;
