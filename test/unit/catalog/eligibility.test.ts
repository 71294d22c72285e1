import { describe, expect, test } from 'vitest';
import { hindrances, type OfferedProduct, type Order, type OrderingCustomer } from '../../../domain/catalog/eligibility.ts';
import { margin } from '../../../domain/catalog/margin.ts';

const now = new Date('2026-06-01T12:00:00Z');
const product: OfferedProduct = {
  product_name: 'Prepaid 20GB',
  category: 'standalone',
  service_type: 'mobile',
  enabled: true,
  residential: true,
  business: false,
  customer_can_purchase: true,
  available_from: new Date('2026-01-01T00:00:00Z'),
  available_until: null,
  relies_on_list: '',
};
const mobile = { service_id: 7, service_name: 'Mobile', service_type: 'mobile', service_status: 'Active', product_id: 3 } as const;
const customer: OrderingCustomer = { customer_account_type: 'Individual', customer_status: 'Open', customer_enabled: true, services: [mobile] };
const codes = (changes: {
  product?: Partial<OfferedProduct>;
  customer?: Partial<OrderingCustomer>;
  serviceId?: number;
  bySelf?: boolean;
  now?: Date;
}): string[] => {
  const order: Order = {
    product: { ...product, ...changes.product },
    customer: { ...customer, ...changes.customer },
    serviceId: changes.serviceId,
    bySelf: changes.bySelf ?? false,
    now: changes.now ?? now,
  };
  return hindrances(order).map(({ code }) => code);
};

describe('eligibility', () => {
  test('reasons are for people: products by name, times in words', () => {
    const refused = { ...product, available_until: new Date('2026-03-01T08:30:00Z'), relies_on_list: '[9, 10]' };
    const order = { product: refused, customer, bySelf: false, now, productNames: new Map([['9', 'Home Fibre']]) };
    expect(hindrances(order).map(({ message }) => message)).toEqual([
      'Prepaid 20GB was on offer until 1 March 2026 at 08:30 UTC.',
      'Prepaid 20GB needs Home Fibre first.',
      'Prepaid 20GB needs product 10 first.',
    ]);
  });

  test.each([
    ['all in order', {}, []],
    ['disabled', { product: { enabled: false } }, ['not_enabled']],
    ['before its window', { now: new Date('2025-12-31T23:59:59Z') }, ['not_yet']],
    ['at the start of its window', { now: new Date('2026-01-01T00:00:00Z') }, []],
    ['after its window', { product: { available_until: new Date('2026-05-31T00:00:00Z') } }, ['no_longer']],
    ['staff only, ordered by staff', { product: { customer_can_purchase: false } }, []],
    ['staff only, ordered by the customer', { product: { customer_can_purchase: false }, bySelf: true }, ['staff_only']],
    ['residential for a business', { customer: { customer_account_type: 'Business' as const } }, ['account_type']],
    ['business for an individual', { product: { residential: false, business: true } }, ['account_type']],
    ['for neither, to an individual', { product: { residential: false } }, []],
    ['for both, to a business', { product: { business: true }, customer: { customer_account_type: 'Business' as const } }, []],
    ['suspended customer', { customer: { customer_status: 'Suspended' as const } }, ['customer_closed']],
    ['disabled customer', { customer: { customer_enabled: false } }, ['customer_closed']],
    ['add-on with a matching service', { product: { category: 'addon' as const } }, []],
    ['add-on without any', { product: { category: 'addon' as const }, customer: { services: [] } }, ['needs_service']],
    [
      'add-on with an inactive one',
      { product: { category: 'addon' as const }, customer: { services: [{ ...mobile, service_status: 'Inactive' as const }] } },
      ['needs_service'],
    ],
    ['add-on of another type', { product: { category: 'addon' as const, service_type: 'internet' } }, ['needs_service']],
    ['add-on of no type', { product: { category: 'addon' as const, service_type: null } }, []],
    ['add-on to the right service', { product: { category: 'addon' as const }, serviceId: 7 }, []],
    ['add-on to a service of another type', { product: { category: 'addon' as const, service_type: 'internet' }, serviceId: 7 }, ['service_type']],
    ['to a service of somebody else', { serviceId: 8 }, ['no_such_service']],
    ['to an ended service', { serviceId: 7, customer: { services: [{ ...mobile, service_status: 'Inactive' as const }] } }, ['service_inactive']],
    ['relies on an owned product', { product: { relies_on_list: '[3]' } }, []],
    ['relies on an owned type', { product: { relies_on_list: "['mobile']" } }, []],
    ['relies on two, one missing', { product: { relies_on_list: 'mobile, 99' } }, ['relies_on']],
    [
      'everything at once',
      { product: { enabled: false, relies_on_list: '[1, 2]' }, customer: { customer_account_type: 'Business' as const, services: [] } },
      ['not_enabled', 'account_type', 'relies_on', 'relies_on'],
    ],
  ])('%s', (_name, changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });

  test('reasons are said in words', () => {
    const [hindrance] = hindrances({ product: { ...product, category: 'addon' }, customer: { ...customer, services: [] }, bySelf: false, now });
    expect(hindrance?.message).toBe('Prepaid 20GB is added to an active mobile service; the customer has none.');
  });

  test('without a customer only the product counts', () => {
    expect(hindrances({ product: { ...product, relies_on_list: '[9]' }, bySelf: false, now })).toEqual([]);
  });
});

test('the margin of chapter 30: £10 profit, 200 % markup, 67 % margin', () => {
  expect(margin('15.00', '5.00')).toEqual({ profit: 10, markup_percentage: 200, margin_percentage: 66.7 });
  expect(margin('0', '1.00')).toEqual({ profit: -1, markup_percentage: -100, margin_percentage: null });
  expect(margin('0.30', '0.10').profit).toBe(0.2);
});
