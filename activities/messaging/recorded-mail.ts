import type { MikroORM } from '@mikro-orm/postgresql';
import { beginCommunication, endCommunication } from '../../domain/messaging/record-communication.ts';
import type { MailAddress, MailClient, OutgoingMail, SentMail } from '../adapters/mailjet/mail-client.ts';
import { MailError } from '../adapters/mailjet/mail-error.ts';

/** A mail client that writes down each mail, whom it is for and what became of it; what it hands over is unchanged. */
export function recordMails(client: MailClient, orm: MikroORM): MailClient {
  return {
    find: (customId) => client.find(customId),
    async send(mail, options) {
      const em = orm.em.fork();
      await beginCommunication(em, describe(mail));
      let sent: SentMail;
      try {
        sent = await client.send(mail, options);
      } catch (error) {
        const kind = error instanceof MailError ? error.kind : 'uncertain';
        await endCommunication(em, mail.customId, { state: kind, reason: error instanceof Error ? error.message : String(error) });
        throw error;
      }
      await endCommunication(em, mail.customId, { state: 'sent', messageIds: sent.messageIds });
      return sent;
    },
  };
}

const describe = ({ customId, customerId, to, from, subject, template }: OutgoingMail) => ({
  customId,
  customerId: customerId ?? null,
  recipient: to.map(written).join(', '),
  sender: written(from),
  subject,
  template: template ?? null,
});

const written = ({ email, name }: MailAddress): string => (name === undefined ? email : `${name} <${email}>`);
