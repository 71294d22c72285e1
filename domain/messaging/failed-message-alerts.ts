import { alertsOfAKind, failureWindowHours, type OpenAlert } from '../alerts/alert.ts';
import type { Ctx } from '../context.ts';
import type { CommunicationState } from './communication-columns.ts';

const failedStates = ['rejected', 'unavailable', 'uncertain'] as const satisfies readonly CommunicationState[];

interface FailedRow {
  communication_id: number;
  customer_id: number | null;
  state: (typeof failedStates)[number];
  channel: string;
  recipient: string;
  subject: string;
  reason: string | null;
  last_modified: Date | string;
  total: number;
}

const outcomes = { rejected: 'was refused', unavailable: 'has not gone out', uncertain: 'may not have gone out' } as const;

/** Messages of late that did not go out, or nobody knows whether, newest first. */
export async function failedMessageAlerts({ em }: Ctx): Promise<OpenAlert[]> {
  const rows = await em.execute<FailedRow[]>(
    `select communication_id, customer_id, state, channel, recipient, subject, reason, last_modified, count(*) over ()::int as total
       from communication where state in (${failedStates.map(() => '?').join(', ')}) and last_modified > now() - make_interval(hours => ?)
      order by last_modified desc limit ?`,
    [...failedStates, failureWindowHours, alertsOfAKind],
  );
  const more = (rows[0]?.total ?? 0) - rows.length;
  return [...rows.map(alertOf), ...(more > 0 ? [moreOf(more)] : [])];
}

const alertOf = (row: FailedRow): OpenAlert => ({
  id: `failed-message-${row.communication_id}-${row.state}`,
  kind: 'failed_message',
  severity: row.state === 'rejected' ? 'danger' : 'warning',
  title: `${row.channel === 'sms' ? 'A text message' : 'A mail'} ${outcomes[row.state]}`,
  detail: [`“${row.subject}” to ${row.recipient}`.slice(0, 200), row.reason?.slice(0, 200)].filter(Boolean).join(': '),
  href: row.customer_id === null ? `/messages?q=${encodeURIComponent(row.recipient)}` : `/customers/${row.customer_id}#communications`,
  since: new Date(row.last_modified).toISOString(),
});

const moreOf = (count: number): OpenAlert => ({
  id: `failed-messages-${count}`,
  kind: 'failed_message',
  severity: 'warning',
  title: `${count} more ${count === 1 ? 'message' : 'messages'} did not go out`,
  detail: `In the last ${failureWindowHours} hours`,
  href: `/messages?${failedStates.map((state) => `state=${state}`).join('&')}`,
  since: null,
});
