import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taxAmount } from '../../../domain/billing/tax.ts';

const cents = (amount: string): number => Math.round(Number(amount) * 100);

describe('tax of a transaction', () => {
  it('is cost times percentage, to the cent', () => {
    expect(taxAmount('50.00', '10')).toBe('5.00');
    expect(taxAmount('14.99', '12.5')).toBe('1.87');
    expect(taxAmount('0.05', '10')).toBe('0.01');
  });

  it('is nothing on credits', () => {
    expect(taxAmount('-20.00', '20')).toBe('0.00');
  });

  it('is never more than half a cent off the exact product', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 1000 }), (cost, tenths) => {
        const tax = cents(taxAmount((cost / 100).toFixed(2), (tenths / 10).toFixed(1)));
        expect(Math.abs(tax * 1000 - cost * tenths)).toBeLessThanOrEqual(500);
      }),
    );
  });
});
