import { Big } from 'big.js';
import { taxAmount } from './tax.ts';

/** A charge raises what a customer owes, a credit lowers it (chapter 37). */
export const transactionTypes = ['debit', 'credit'] as const;
export type TransactionType = (typeof transactionTypes)[number];

/** What a credit is: how it was paid, or why it was given (chapter 37). */
export const creditTypes = ['Cash', 'Card', 'Bank Transfer', 'Account Credit', 'Refund', 'Discount'] as const;
export type CreditType = (typeof creditTypes)[number];

/** What a transaction is stored with. */
export interface Charge {
  retail_cost: string;
  tax_percentage: string;
  tax_amount: string;
}

/** A cost with its sign and tax: credits are negative and carry no tax, whichever sign they were given with. */
export function chargeOf(type: TransactionType, retailCost: string, taxPercentage: string): Charge {
  if (type === 'debit') return { retail_cost: retailCost, tax_percentage: taxPercentage, tax_amount: taxAmount(retailCost, taxPercentage) };
  return { retail_cost: new Big(retailCost).abs().times(-1).toFixed(2), tax_percentage: '0', tax_amount: '0.00' };
}
