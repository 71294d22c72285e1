import { describe, expect, it } from 'vitest';
import type { PromoCode } from '#lib/api/promo-codes-service.ts';
import type { Product } from '#lib/api/products-service.ts';
import { catalogueSections } from '#lib/assign/catalogue.ts';
import { cloneValues } from '#lib/products/product-values.ts';
import { readStoredList } from '#lib/products/stored-list.ts';
import { discountLabel, promoInput, promoState, promoValues } from '#lib/promo-codes/promo-values.ts';

const product = (product_name: string, more: Partial<Product> = {}): Product =>
  ({ product_name, product_slug: 'slug', category: 'standalone', residential: true, business: false, ...more }) as Product;
const shop = [
  product('Mobile'),
  product('Office', { residential: false, business: true }),
  product('Fibre', { business: true }),
  product('Data pack', { category: 'addon' }),
  product('Odd one', { residential: false }),
];
const titles = (filter: Partial<Parameters<typeof catalogueSections>[1]>): [string, string[]][] =>
  catalogueSections(shop, { search: '', forCustomer: false, ...filter }).map(({ title, products }) => [title, products.map((one) => one.product_name)]);

describe('the catalogue', () => {
  it('shows plans and add-ons apart for individuals and businesses, and no empty part', () => {
    expect(titles({})).toEqual([
      ['Individual plans', ['Mobile', 'Fibre', 'Odd one']],
      ['Business plans', ['Office', 'Fibre']],
      ['Individual add-ons', ['Data pack']],
    ]);
  });

  it('trusts what the API chose for a customer, and filters by kind and name', () => {
    expect(titles({ forCustomer: true })).toEqual([
      ['Plans', ['Mobile', 'Office', 'Fibre', 'Odd one']],
      ['Add-ons', ['Data pack']],
    ]);
    expect(titles({ kind: 'plans', audience: 'business', search: 'FIB' })).toEqual([['Business plans', ['Fibre']]]);
    expect(titles({ search: 'nothing' })).toEqual([]);
  });

  it('copies a product under another slug and off the offer', () => {
    expect(cloneValues(product('Mobile', { enabled: true }))).toMatchObject({ product_slug: 'slug_clone', product_name: 'Mobile (copy)', enabled: false });
  });
});

const promo = (more: Partial<PromoCode> = {}): PromoCode => ({
  promo_code_id: 1,
  code: 'SPRING-20',
  description: null,
  percent_off: 20,
  amount_off: null,
  applies_to: 'both',
  product_ids: null,
  available_from: null,
  available_until: null,
  max_uses: null,
  max_uses_per_customer: null,
  uses: 0,
  enabled: true,
  created: '2026-01-01T00:00:00.000Z',
  last_modified: '2026-01-01T00:00:00.000Z',
  ...more,
});

describe('a promo code', () => {
  it('goes through its form unchanged, empty fields as nothing', () => {
    expect(promoInput(promoValues(promo()))).toMatchObject({ code: 'SPRING-20', percent_off: '20', amount_off: null, product_ids: null, max_uses: null });
    expect(promoInput(promoValues(promo({ percent_off: null, amount_off: 5, product_ids: '[1, 5]' })))).toMatchObject({
      percent_off: null,
      amount_off: 5,
      product_ids: ['1', '5'],
    });
  });

  it('says what it takes off, and how it stands', () => {
    expect(discountLabel(promo())).toEqual({ off: '20% off', from: 'set-up and monthly' });
    expect(discountLabel(promo({ percent_off: null, amount_off: 5, applies_to: 'setup' }))).toEqual({ off: '£5.00 off', from: 'set-up only' });
    const now = Date.parse('2026-06-01T00:00:00Z');
    const state = (more: Partial<PromoCode>): string => promoState(promo(more), now);
    expect(state({})).toBe('valid');
    expect(state({ enabled: false, max_uses: 1, uses: 1 })).toBe('off');
    expect(state({ max_uses: 1, uses: 1 })).toBe('used_up');
    expect(state({ available_until: '2026-05-31T23:59:59Z' })).toBe('ended');
    expect(state({ available_from: '2026-06-02T00:00:00Z' })).toBe('upcoming');
  });

  it.each([
    ['["1", "5"]', ['1', '5']],
    ["['SIM Card','Mobile Number']", ['SIM Card', 'Mobile Number']],
    ['1, 5', ['1', '5']],
    ['', []],
    [null, []],
  ])('reads the stored list %j', (stored, read) => expect(readStoredList(stored)).toEqual(read));
});
