import { Big } from 'big.js';
import { readList } from './lists.ts';
import { offerTime } from './offer-time.ts';

/** What a promo code can be taken off. */
export const promoTargets = ['both', 'setup', 'monthly'] as const;
export type PromoTarget = (typeof promoTargets)[number];

/** What the rules need to know of a code. */
export interface Promo {
  code: string;
  percent_off?: string | null | undefined;
  amount_off?: string | null | undefined;
  applies_to: PromoTarget;
  product_ids?: string | null | undefined;
  available_from?: Date | null | undefined;
  available_until?: Date | null | undefined;
  max_uses?: number | null | undefined;
  max_uses_per_customer?: number | null | undefined;
  uses: number;
  enabled: boolean;
}

/** Costs a customer pays, exact decimals with two places. */
export interface Costs {
  retail_cost: string;
  retail_setup_cost: string;
}

/** Costs after the discount, rounded half up to whole cents and never below nothing; an amount comes off the set-up cost first. */
export function discounted({ percent_off, amount_off, applies_to }: Pick<Promo, 'percent_off' | 'amount_off' | 'applies_to'>, costs: Costs): Costs {
  const setup = new Big(costs.retail_setup_cost);
  const monthly = new Big(costs.retail_cost);
  if (percent_off !== null && percent_off !== undefined) {
    const left = new Big(100).minus(percent_off).div(100);
    return text(applies_to === 'monthly' ? setup : setup.times(left), applies_to === 'setup' ? monthly : monthly.times(left));
  }
  const off = new Big(amount_off ?? 0);
  if (applies_to === 'setup') return text(minus(setup, off), monthly);
  if (applies_to === 'monthly') return text(setup, minus(monthly, off));
  const fromSetup = setup.lt(off) ? setup : off;
  return text(setup.minus(fromSetup), minus(monthly, off.minus(fromSetup)));
}

const minus = (cost: Big, off: Big): Big => (cost.lt(off) ? new Big(0) : cost.minus(off));
const text = (setup: Big, monthly: Big): Costs => ({
  retail_setup_cost: setup.round(2, Big.roundHalfUp).toFixed(2),
  retail_cost: monthly.round(2, Big.roundHalfUp).toFixed(2),
});

/** Why a code cannot be used for a product now, in words; undefined when it can. `usedByCustomer` counts the customer's own uses. */
export function promoHindrance(promo: Promo, productId: number, usedByCustomer: number, now: Date): string | undefined {
  const products = promoProducts(promo.product_ids);
  if (!promo.enabled) return `The code ${promo.code} is no longer accepted.`;
  if (promo.available_from && now < promo.available_from) return `The code ${promo.code} is valid from ${offerTime(promo.available_from)}.`;
  if (promo.available_until && now > promo.available_until) return `The code ${promo.code} was valid until ${offerTime(promo.available_until)}.`;
  if (products.length > 0 && !products.includes(String(productId))) return `The code ${promo.code} is not for this product.`;
  if (promo.max_uses && promo.uses >= promo.max_uses) return `The code ${promo.code} has been used up.`;
  if (promo.max_uses_per_customer && usedByCustomer >= promo.max_uses_per_customer) return `The customer has used the code ${promo.code} already.`;
  return undefined;
}

/** The product ids a code is for, as they are written; none means every product. */
export const promoProducts = (stored: string | null | undefined): string[] =>
  readList(stored)
    .flatMap((entry) => entry.split(',').map((part) => part.trim()))
    .filter((id) => id !== '');
