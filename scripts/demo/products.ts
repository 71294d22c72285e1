import type { ProductFields } from '../../domain/catalog/product-fields.ts';
import { mobilePlans } from './mobile-plans.ts';
import { serviceProducts } from './service-products.ts';

/** A product whose window, if it has one, lies so many days from the day the demo is made. */
export interface DemoProduct extends ProductFields {
  offeredFromDay?: number;
  offeredUntilDay?: number;
}

const dayMs = 86_400_000;

/** The demo's catalogue; `now` decides what is on offer no more or not yet. */
export function demoProducts(now: Date): ProductFields[] {
  const dayFromNow = (days: number | undefined): Date | null => (days === undefined ? null : new Date(now.getTime() + days * dayMs));
  return [...mobilePlans, ...serviceProducts].map(({ offeredFromDay, offeredUntilDay, ...fields }) => ({
    ...fields,
    available_from: dayFromNow(offeredFromDay),
    available_until: dayFromNow(offeredUntilDay),
  }));
}
