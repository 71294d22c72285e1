import type { ItemHistoryEntry } from '#lib/api/item-details-service.ts';
import type { TimelineEntry } from '#lib/design/timeline.svelte';
import { toneOfStatus } from '#lib/design/status-tone.ts';

/** What happened to an item, in words, for a timeline. */
export const timelineOf = (entries: readonly ItemHistoryEntry[]): TimelineEntry[] =>
  entries.map((entry) => ({
    id: String(entry.history_id),
    title: titleOf(entry),
    at: entry.happened_at,
    detail: [...movesOf(entry), byWhom(entry)].filter(Boolean).join(' · '),
    tone: toneOfStatus(entry.to_state ?? ''),
  }));

function titleOf(entry: ItemHistoryEntry): string {
  const { kind, from_state: from, to_state: to } = entry;
  if (kind === 'created') return entry.import_id ? `Taken in by import ${entry.import_id}, ${to}` : `Taken in as ${to}`;
  if (kind === 'removed') return 'Removed from stock';
  if (entry.to_customer_id !== entry.from_customer_id) {
    if (entry.to_customer_id) return `Given to ${entry.to_customer_name ?? `customer ${entry.to_customer_id}`}`;
    return `Taken back from ${entry.from_customer_name ?? `customer ${entry.from_customer_id}`}`;
  }
  if (from !== to) return `${from} → ${to}`;
  if (entry.to_reserved_provision_id && !entry.from_reserved_provision_id)
    return `Reserved by job ${entry.to_reserved_provision_id}`;
  if (entry.from_reserved_provision_id && !entry.to_reserved_provision_id) return 'Released';
  if (entry.to_service_id !== entry.from_service_id)
    return entry.to_service_id ? `Linked to service ${entry.to_service_id}` : 'No longer linked to a service';
  return 'Moved';
}

function movesOf(entry: ItemHistoryEntry): string[] {
  const { kind, from_state: from, to_state: to, from_location: here, to_location: there } = entry;
  const isHandover = entry.to_customer_id !== entry.from_customer_id;
  return [
    ...(kind === 'changed' && isHandover && from !== to ? [`${from} → ${to}`] : []),
    ...(isHandover && entry.to_service_id ? [`service ${entry.to_service_id}`] : []),
    ...(kind !== 'removed' && here !== there ? [there ? `to ${there}` : 'no location any more'] : []),
  ];
}

function byWhom({ actor, provision_id: job }: ItemHistoryEntry): string {
  if (job) return actor ? `job ${job}, ${actor}` : `job ${job}`;
  return actor ?? '';
}
