import { Big } from 'big.js';

/** Tax of an amount: cost × percentage ÷ 100, rounded half up to whole cents; credits carry none (BIL-1). Decimal strings in and out. */
export function taxAmount(cost: string, percentage: string): string {
  const amount = new Big(cost);
  if (amount.lte(0)) return '0.00';
  return amount.times(percentage).div(100).round(2, Big.roundHalfUp).toFixed(2);
}
