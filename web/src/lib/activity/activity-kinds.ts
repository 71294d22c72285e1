import BadgePercent from '@lucide/svelte/icons/badge-percent';
import Building2 from '@lucide/svelte/icons/building-2';
import CreditCard from '@lucide/svelte/icons/credit-card';
import FileCheck from '@lucide/svelte/icons/file-check';
import KeyRound from '@lucide/svelte/icons/key-round';
import MapPin from '@lucide/svelte/icons/map-pin';
import Package from '@lucide/svelte/icons/package';
import Pencil from '@lucide/svelte/icons/pencil';
import Router from '@lucide/svelte/icons/router';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import StickyNote from '@lucide/svelte/icons/sticky-note';
import Tag from '@lucide/svelte/icons/tag';
import UserRound from '@lucide/svelte/icons/user-round';
import Wifi from '@lucide/svelte/icons/wifi';
import Workflow from '@lucide/svelte/icons/workflow';
import type { Activity } from '#lib/api/activity-service.ts';
import type { IconComponent } from '#lib/design/icon-type.ts';

const kinds: Record<string, { label: string; icon: IconComponent }> = {
  customer: { label: 'Customer', icon: Building2 },
  contact: { label: 'Contacts', icon: UserRound },
  site: { label: 'Sites', icon: MapPin },
  service: { label: 'Services', icon: Wifi },
  job: { label: 'Provisioning jobs', icon: Workflow },
  transaction: { label: 'Transactions', icon: CreditCard },
  inventory: { label: 'Inventory', icon: Router },
  attribute: { label: 'Attributes', icon: Pencil },
  tag: { label: 'Tags', icon: Tag },
  terms: { label: 'Accepted terms', icon: FileCheck },
  user: { label: 'Accounts', icon: ShieldCheck },
};
const operatorKinds: Record<string, { label: string; icon: IconComponent }> = {
  product: { label: 'Products', icon: Package },
  inventory_template: { label: 'Inventory templates', icon: Router },
  promo_code: { label: 'Promo codes', icon: BadgePercent },
  role: { label: 'Roles', icon: ShieldCheck },
  api_key: { label: 'API keys', icon: KeyRound },
};

/** Kinds of records an audit trail can be narrowed to; those without a customer only where everybody's is shown. */
export const kindOptions = (everybody: boolean): { value: string; label: string }[] =>
  Object.entries({ ...kinds, ...(everybody ? operatorKinds : {}) }).map(([value, { label }]) => ({ value, label }));

export const categoryOptions = [
  { value: 'change', label: 'Changes' },
  { value: 'security', label: 'Security' },
  { value: 'note', label: 'Notes' },
] as const;

/** The picture of an entry. */
export function activityIcon({ category, entity_kind }: Activity): IconComponent {
  if (category === 'note') return StickyNote;
  if (category === 'security') return ShieldCheck;
  return (kinds[entity_kind] ?? operatorKinds[entity_kind])?.icon ?? Pencil;
}

/** Where the customer's page shows records of a kind. */
const tabs: Record<string, string> = {
  contact: '#contacts',
  site: '#sites',
  attribute: '#attributes',
  tag: '#tags',
  transaction: '#billing',
};

/** Page of the record an entry is about; undefined when it is gone or has none. */
export function recordHref({ entity_kind, entity_id, action, customer_id }: Activity): string | undefined {
  if (entity_id === null || action === 'deleted') return undefined;
  const own: Record<string, string> = {
    customer: `/customers/${entity_id}`,
    service: `/services/${entity_id}`,
    job: `/jobs/${entity_id}`,
    product: `/products/${entity_id}`,
    inventory: `/inventory/${entity_id}`,
    user: `/users/${entity_id}`,
    role: `/roles/${entity_id}`,
    api_key: '/api-keys',
    promo_code: '/promo-codes',
    inventory_template: '/inventory/templates',
  };
  return own[entity_kind] ?? (customer_id === null ? undefined : `/customers/${customer_id}${tabs[entity_kind] ?? ''}`);
}
