import { listParameters, type ListQuery, type Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

export const promoTargets = ['both', 'setup', 'monthly'] as const;

/** A code that makes products cheaper; amounts are major units with two decimals. */
export interface PromoCode {
  promo_code_id: number;
  code: string;
  description: string | null;
  percent_off: number | null;
  amount_off: number | null;
  applies_to: (typeof promoTargets)[number];
  /** Ids of the products it is for, as a list in text; null means all. */
  product_ids: string | null;
  available_from: string | null;
  available_until: string | null;
  max_uses: number | null;
  max_uses_per_customer: number | null;
  /** Jobs that used it and did not fail. */
  uses: number;
  enabled: boolean;
  created: string;
  last_modified: string;
}

/** What people fill in of a promo code. */
export interface PromoCodeInput {
  code: string;
  description: string | null;
  percent_off: string | null;
  amount_off: number | null;
  applies_to: PromoCode['applies_to'];
  product_ids: string[] | null;
  available_from: string | null;
  available_until: string | null;
  max_uses: string | null;
  max_uses_per_customer: string | null;
  enabled: boolean;
}

/** Costs of an order. */
interface Costs {
  retail_cost: number;
  retail_setup_cost: number;
}

/** What a product costs with a code, and without it. */
export interface PromoOffer extends Costs {
  code: string;
  full: Costs;
}

const path = '/crm/promo_code';

/** Lists promo codes. */
export const listPromoCodes = (query: ListQuery, context: RequestContext = {}) =>
  request<Page<PromoCode>>('GET', path, { ...context, query: listParameters(query) });

/** Creates a promo code. Throws `ApiError` 409 when the code exists in any spelling. */
export const createPromoCode = (input: PromoCodeInput) => request<PromoCode>('PUT', path, { body: input });

/** Changes the given keys of a promo code. */
export const updatePromoCode = (promoCodeId: number, input: Partial<PromoCodeInput>) =>
  request<PromoCode>('PATCH', `${path}/promo_code_id/${promoCodeId}`, { body: input });

/** Removes a promo code that no job used. Throws `ApiError` 409 for one that was used. */
export const deletePromoCode = (promoCodeId: number) =>
  request<PromoCode>('DELETE', `${path}/promo_code_id/${promoCodeId}`);

/** Tells what a product costs a customer with a code. Throws `ApiError` 400 with the reason when it cannot be used. */
export const checkPromoCode = (
  query: { code: string; product_id: number; customer_id: number },
  context: RequestContext = {},
) => request<PromoOffer>('GET', `${path}/check`, { ...context, query });
