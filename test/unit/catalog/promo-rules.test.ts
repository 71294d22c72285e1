import { Big } from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discounted, type Promo, promoHindrance, promoTargets } from '../../../domain/catalog/promo-rules.ts';

const cents = fc.integer({ min: 0, max: 10_000_000 }).map((value) => new Big(value).div(100).toFixed(2));
const promo = (overrides: Partial<Promo> = {}): Promo => ({ code: 'SPRING', applies_to: 'both', uses: 0, enabled: true, percent_off: '20', ...overrides });
const now = new Date('2026-03-01T12:00:00Z');

describe('discounts', () => {
  it('never cost more than without, never less than nothing, and whole cents', () => {
    fc.assert(
      fc.property(
        fc.record({
          off: fc.oneof(
            fc.record({ percent_off: fc.integer({ min: 1, max: 1_000_000 }).map((value) => new Big(value).div(10_000).toFixed(4)) }),
            fc.record({ amount_off: cents }),
          ),
          applies_to: fc.constantFrom(...promoTargets),
          retail_cost: cents,
          retail_setup_cost: cents,
        }),
        ({ off, applies_to, ...costs }) => {
          const after = discounted({ ...off, applies_to }, costs);
          for (const key of ['retail_cost', 'retail_setup_cost'] as const) {
            expect(after[key]).toMatch(/^\d+\.\d{2}$/);
            expect(new Big(after[key]).lte(costs[key])).toBe(true);
          }
          expect(applies_to === 'setup' && after.retail_cost !== costs.retail_cost).toBe(false);
          expect(applies_to === 'monthly' && after.retail_setup_cost !== costs.retail_setup_cost).toBe(false);
        },
      ),
    );
  });

  it('take an amount off the set-up cost first, then off the month, to the cent', () => {
    fc.assert(
      fc.property(cents, cents, cents, (amount_off, retail_cost, retail_setup_cost) => {
        const after = discounted({ amount_off, applies_to: 'both' }, { retail_cost, retail_setup_cost });
        const before = new Big(retail_cost).plus(retail_setup_cost);
        const off = before.minus(after.retail_cost).minus(after.retail_setup_cost);
        expect(off.toFixed(2)).toBe((before.lt(amount_off) ? before : new Big(amount_off)).toFixed(2));
        expect(new Big(after.retail_setup_cost).gt(0) && after.retail_cost !== retail_cost).toBe(false);
      }),
    );
  });
});

describe('a promo code', () => {
  it.each<[string, Partial<Promo>, number, RegExp]>([
    ['is switched off', { enabled: false }, 0, /no longer accepted/],
    ['is not valid yet', { available_from: new Date('2026-04-01T00:00:00Z') }, 0, /valid from 1 April 2026 at 00:00 UTC/],
    ['is over', { available_until: new Date('2026-02-01T00:00:00Z') }, 0, /was valid until 1 February 2026 at 00:00 UTC/],
    ['is for other products', { product_ids: '[1, 2]' }, 0, /not for this product/],
    ['is used up', { max_uses: 3, uses: 3 }, 0, /used up/],
    ['was used by the customer', { max_uses_per_customer: 1 }, 1, /customer has used/],
  ])('is refused when it %s', (_why, overrides, used, message) => {
    expect(promoHindrance(promo(overrides), 7, used, now)).toMatch(message);
  });

  it.each(['[7]', '7', '1, 7', "['7']", null])('is taken for a product of its list, however spelled: %s', (product_ids) => {
    expect(promoHindrance(promo({ product_ids }), 7, 0, now)).toBeUndefined();
  });
});
