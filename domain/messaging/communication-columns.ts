import type { RecordJson } from '../record.ts';

export const channels = ['email', 'sms'] as const;

/**
 * How far a message is: `sending`, handed over or about to be; `sent`, taken by the outside system; `rejected`, never to be
 * taken as it is; `unavailable`, not taken so far; `uncertain`, the connection broke and nobody knows.
 */
export const communicationStates = ['sending', 'sent', 'rejected', 'unavailable', 'uncertain'] as const;
export type CommunicationState = (typeof communicationStates)[number];

/** What is kept of a message. */
export const communicationColumns = {
  communication_id: 'int',
  customer_id: 'int?',
  channel: channels,
  recipient: 'text',
  sender: 'text?',
  subject: 'text',
  template: 'text?',
  state: communicationStates,
  reason: 'text?',
  sent_at: 'instant?',
  created: 'instant',
  last_modified: 'instant',
} as const;

/** What the contract shows of a message: the same, with whose it is. */
export const listedCommunicationColumns = { ...communicationColumns, customer_name: 'text?' } as const;
export type ListedCommunication = RecordJson<typeof listedCommunicationColumns>;
