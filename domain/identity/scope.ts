import { notFound } from '../errors.ts';
import type { Principal } from './principal.ts';

/** The one place where tenants are kept apart (AUTH-12): the condition every read of a customer-owned record carries. */
export const ownScope = (principal: Principal): { customer_id: number } | Record<string, never> =>
  principal.customerId === null ? {} : { customer_id: principal.customerId };

/** True when the record of this customer exists for the principal. */
export const inScope = (principal: Principal, customerId: number | null | undefined): boolean =>
  principal.customerId === null || principal.customerId === customerId;

/** Throws the same 404 for another customer's record as for a missing one. */
export function demandScope(principal: Principal, customerId: number | null | undefined, what: string, id?: number | string): void {
  if (!inScope(principal, customerId)) throw notFound(what, id);
}

/** True for people who act for a customer: what is meant for staff alone (costs, notes, secrets) is kept from them. A play acts for the operator. */
export const isTenant = (principal: Principal): boolean => principal.customerId !== null && principal.kind !== 'play';
