import { Big, type BigSource } from 'big.js';

/** What is earned on a price (chapter 30): profit in the currency, markup on the cost and margin of the price in percent, null where there is nothing to divide by. */
export interface Margin {
  profit: number;
  markup_percentage: number | null;
  margin_percentage: number | null;
}

/** Profit, markup and margin of a retail price over a wholesale cost, both exact decimals; percentages have one decimal. */
export function margin(retail: BigSource, wholesale: BigSource): Margin {
  const price = new Big(retail);
  const cost = new Big(wholesale);
  const profit = price.minus(cost);
  return { profit: profit.toNumber(), markup_percentage: percentOf(profit, cost), margin_percentage: percentOf(profit, price) };
}

const percentOf = (part: Big, whole: Big): number | null => (whole.eq(0) ? null : part.times(100).div(whole).round(1, Big.roundHalfUp).toNumber());
