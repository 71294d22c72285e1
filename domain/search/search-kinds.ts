import { type Policy, type Principal, satisfies } from '../identity/principal.ts';

/** Kinds of records that the search covers (chapter 27), in the order in which equals are shown. */
export const searchKinds = ['customer', 'contact', 'service', 'inventory', 'site'] as const;
export type SearchKind = (typeof searchKinds)[number];

const policies: Record<SearchKind, Policy> = {
  customer: { permission: 'view_customer', own: 'view_own_customer' },
  contact: { permission: 'view_customer_contact', own: 'view_own_customer_contact' },
  service: { permission: 'view_customer_service', own: 'view_own_customer_service' },
  inventory: { permission: 'view_inventory', own: 'view_own_inventory' },
  site: { permission: 'view_customer_site', own: 'view_own_customer_site' },
};

/** The kinds that the principal may read at all. */
export const visibleKinds = (principal: Principal): SearchKind[] => searchKinds.filter((kind) => satisfies(principal, policies[kind]));
