import type { Tone } from './badge.svelte';

const tones: Record<string, Tone> = {
  Active: 'success',
  Open: 'success',
  New: 'info',
  'In Stock': 'success',
  'In Transit': 'info',
  Assigned: 'brand',
  Reserved: 'warning',
  Used: 'neutral',
  'Internal Use': 'neutral',
  Suspended: 'warning',
  Suspension: 'warning',
  Pending: 'warning',
  'Pending Cancellation': 'warning',
  'Out of Service': 'warning',
  Inactive: 'neutral',
  Closed: 'neutral',
  Archived: 'neutral',
  Decommissioned: 'neutral',
  Damaged: 'danger',
  Lost: 'danger',
  Stolen: 'danger',
};

/** Returns the colour a status of a customer, service or stock item is shown in; unknown ones are neutral. */
export function toneOfStatus(status: string): Tone {
  return tones[status] ?? 'neutral';
}
