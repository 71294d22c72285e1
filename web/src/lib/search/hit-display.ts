import Boxes from '@lucide/svelte/icons/boxes';
import MapPin from '@lucide/svelte/icons/map-pin';
import UserRound from '@lucide/svelte/icons/user-round';
import Users from '@lucide/svelte/icons/users';
import Wifi from '@lucide/svelte/icons/wifi';
import type { HitType, SearchHit } from '#lib/api/search-service.ts';
import type { IconComponent } from '#lib/design/icon-type.ts';
import { hitLink } from './hit-link.ts';

/** Kinds of hits as people call them, and what a person needs to find any. */
export const hitKinds: Record<HitType, { label: string; icon: IconComponent; permission: string }> = {
  customer: { label: 'Customers', icon: Users, permission: 'view_customer' },
  contact: { label: 'Contacts', icon: UserRound, permission: 'view_customer_contact' },
  service: { label: 'Services', icon: Wifi, permission: 'view_customer_service' },
  inventory: { label: 'Stock', icon: Boxes, permission: 'view_inventory' },
  site: { label: 'Sites', icon: MapPin, permission: 'view_customer_site' },
};

export const hitTypes = Object.keys(hitKinds) as HitType[];

/** A line of the palette that leads somewhere; kept as plain data, so that it can be remembered. */
export interface PaletteEntry {
  key: string;
  type: HitType;
  label: string;
  note: string;
  status: string | null;
  href: string;
}

/** A hit as a line: its name, and what tells it from others. */
export function entryOf(hit: SearchHit): PaletteEntry {
  // The customer's number, because names repeat.
  const id = hit.customer_id === null ? null : `ID ${hit.customer_id}`;
  const parts = hit.type === 'customer' ? [hit.detail, id] : [hit.customer_name, id, hit.detail];
  const note = parts.filter((part) => part && part !== hit.name).join(' · ');
  return {
    key: `${hit.type}-${hit.id}`,
    type: hit.type,
    label: hit.name,
    note,
    status: hit.status,
    href: hitLink(hit),
  };
}

/** Groups entries by kind, kinds in the order of their best entry. */
export function byKind(entries: readonly PaletteEntry[]): { type: HitType; entries: PaletteEntry[] }[] {
  const groups = new Map<HitType, PaletteEntry[]>();
  for (const entry of entries) groups.set(entry.type, [...(groups.get(entry.type) ?? []), entry]);
  return [...groups].map(([type, found]) => ({ type, entries: found }));
}
