import type { EntityManager } from '@mikro-orm/postgresql';
import type { CommunicationState } from './communication-columns.ts';

/** A mail as it is recorded. */
export interface OutgoingCommunication {
  /** Names this mail for ever; handing it over again goes on with the same record. */
  customId: string;
  /** Customer it is for; null for staff and operators. */
  customerId: number | null;
  /** Names and addresses, comma-separated. */
  recipient: string;
  sender: string;
  subject: string;
  /** What it was made from. */
  template: string | null;
}

const limits = { recipient: 2000, sender: 400, subject: 500, template: 150 } as const;

/** Records that a mail is about to be handed over; again under the same `customId` it finds the record that is there. */
export async function beginCommunication(em: EntityManager, mail: OutgoingCommunication): Promise<void> {
  const cut = (key: keyof typeof limits): string | null => mail[key]?.replaceAll('\u0000', '').slice(0, limits[key]) ?? null;
  await em.execute(
    `insert into communication (customer_id, channel, recipient, sender, subject, template, state, custom_id)
     values ((select customer_id from customer where customer_id = ?), 'email', ?, ?, ?, ?, 'sending', ?)
     on conflict (custom_id) do nothing`,
    [mail.customerId, cut('recipient'), cut('sender'), cut('subject'), cut('template'), mail.customId],
  );
}

/** Records how it went; a mail that was sent stays so whatever a later attempt says. */
export async function endCommunication(
  em: EntityManager,
  customId: string,
  outcome: { state: CommunicationState; reason?: string; messageIds?: readonly string[] },
): Promise<void> {
  await em.execute(
    `update communication set state = ?, reason = ?, message_ids = coalesce(?, message_ids), last_modified = now(),
            sent_at = case when ? = 'sent' then coalesce(sent_at, now()) else sent_at end
      where custom_id = ? and state <> 'sent'`,
    [outcome.state, outcome.reason?.slice(0, 1000) ?? null, outcome.messageIds?.join(',') ?? null, outcome.state, customId],
  );
}
