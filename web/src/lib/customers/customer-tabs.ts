import type { TabItem } from '#lib/design/tabs.svelte';

/** Tabs of the customer page in the order that links count them: `/customers/123#4` shows the contacts (chapter 27). */
export const numberedTabs = [
  'overview',
  'sites',
  'services',
  'contacts',
  'billing',
  'attributes',
  'tags',
  'inventory',
  'activity',
  'communications',
] as const;
type Section = (typeof numberedTabs)[number] | 'jobs';

const sections: readonly { id: Section; label: string; permission?: string }[] = [
  { id: 'overview', label: 'Overview' },
  { id: 'sites', label: 'Sites' },
  { id: 'services', label: 'Services' },
  { id: 'contacts', label: 'Contacts' },
  { id: 'billing', label: 'Billing', permission: 'view_customer_transaction' },
  { id: 'attributes', label: 'Attributes', permission: 'view_customer_attribute' },
  { id: 'tags', label: 'Tags', permission: 'view_customer_tag' },
  { id: 'inventory', label: 'Inventory', permission: 'view_inventory' },
  { id: 'activity', label: 'Activity', permission: 'view_customer_activity' },
  { id: 'communications', label: 'Communications', permission: 'view_communication' },
  { id: 'jobs', label: 'Jobs', permission: 'view_provision' },
];

/** The tabs that somebody may open, with how much is in them. */
export function customerTabs(
  may: (permission: string) => boolean,
  counts: Partial<Record<Section, number | undefined>>,
): TabItem[] {
  return sections
    .filter(({ permission }) => permission === undefined || may(permission))
    .map(({ id, label }) => ({ id, label, ...(counts[id] === undefined ? {} : { count: counts[id] }) }));
}
