import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant, money, percentage, timestamps } from '../columns.ts';
import { promoTargets } from './promo-rules.ts';

/** A code that makes a product cheaper (CAT-7): a percentage or an amount off its set-up cost, its monthly cost or both. */
export const PromoCode = defineEntity({
  name: 'PromoCode',
  tableName: 'promo_code',
  properties: {
    promo_code_id: p.integer().primary(),
    code: p.string().length(64),
    description: p.text().nullable(),
    percent_off: percentage().nullable(),
    amount_off: money().nullable(),
    applies_to: p.enum([...promoTargets]).default('both'),
    /** Products it is for, in any list spelling; none means all. */
    product_ids: p.text().nullable(),
    available_from: instant().nullable(),
    available_until: instant().nullable(),
    max_uses: p.integer().nullable(),
    max_uses_per_customer: p.integer().nullable(),
    /** Jobs that used it and did not fail. */
    uses: p.integer().default(0),
    enabled: p.boolean().default(true),
    ...timestamps(),
  },
});
export type PromoCodeEntity = InferEntity<typeof PromoCode>;
