import { promoTargets } from './promo-rules.ts';

/** What is shown of a promo code. */
export const promoColumns = {
  promo_code_id: 'int',
  code: 'text',
  description: 'text?',
  percent_off: 'amount?',
  amount_off: 'amount?',
  applies_to: promoTargets,
  product_ids: 'text?',
  available_from: 'instant?',
  available_until: 'instant?',
  max_uses: 'int?',
  max_uses_per_customer: 'int?',
  uses: 'int',
  enabled: 'flag',
  created: 'instant',
  last_modified: 'instant',
} as const;
