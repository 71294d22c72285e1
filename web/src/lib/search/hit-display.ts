import Boxes from '@lucide/svelte/icons/boxes';
import MapPin from '@lucide/svelte/icons/map-pin';
import UserRound from '@lucide/svelte/icons/user-round';
import Users from '@lucide/svelte/icons/users';
import Wifi from '@lucide/svelte/icons/wifi';
import type { HitType, SearchHit } from '#lib/api/search-service.ts';
import type { IconComponent } from '#lib/design/icon-type.ts';
import { hitLink } from './hit-link.ts';

/** Kinds of hits as people call them. */
export const hitKinds: Record<HitType, { label: string; icon: IconComponent }> = {
  customer: { label: 'Customers', icon: Users },
  contact: { label: 'Contacts', icon: UserRound },
  service: { label: 'Services', icon: Wifi },
  inventory: { label: 'Stock', icon: Boxes },
  site: { label: 'Sites', icon: MapPin },
};

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
  const parts = hit.type === 'customer' ? [hit.detail, `ID ${hit.id}`] : [hit.customer_name, hit.detail];
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
