import type { Communication } from '#lib/api/customer-records-service.ts';
import type { Tone } from '#lib/design/badge.svelte';

/** How each state of a message is shown. */
export const messageStates: Record<Communication['state'], { tone: Tone; label: string }> = {
  sending: { tone: 'info', label: 'Sending' },
  sent: { tone: 'success', label: 'Sent' },
  rejected: { tone: 'danger', label: 'Rejected' },
  unavailable: { tone: 'warning', label: 'Not sent yet' },
  uncertain: { tone: 'warning', label: 'Uncertain' },
};

/** How each way to send a message is called. */
export const channelLabels: Record<Communication['channel'], string> = { email: 'E-mail', sms: 'Text message' };
