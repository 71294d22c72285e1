import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MailClient, OutgoingMail } from '../../../activities/adapters/mailjet/mail-client.ts';
import { MailError } from '../../../activities/adapters/mailjet/mail-error.ts';
import { recordMails } from '../../../activities/messaging/recorded-mail.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { insert } from '../../support/seed.ts';

let database: TestDatabase;
let customerId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  customerId = await insert(database.orm.em.fork(), 'customer', { customer_name: 'Jane' });
});
afterAll(() => database.close());

const mail = (customId: string, more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  customId,
  from: { email: 'support@example.com', name: 'Support' },
  to: [{ email: 'jane@example.com', name: 'Jane' }, { email: 'joe@example.com' }],
  subject: 'Your invoice',
  html: '<p>secret</p>',
  text: 'secret',
  ...more,
});
const recorded = async (customId: string): Promise<object[]> =>
  database.orm.em
    .fork()
    .execute(
      `select customer_id, recipient, sender, subject, template, state, reason, message_ids, sent_at is not null as was_sent from communication where custom_id = ?`,
      [customId],
    );

/** Answers in turn; an error is thrown. */
function answering(...answers: (Error | string[])[]): MailClient {
  return recordMails(
    {
      find: async () => undefined,
      send: async () => {
        const next = answers.shift();
        if (next instanceof Error) throw next;
        return { messageIds: next ?? [], found: false };
      },
    },
    database.orm,
  );
}

test('happy: a mail is recorded with whom it is for and what became of it, without its contents', async () => {
  await answering(['17', '18']).send(mail('m1', { customerId, template: 'invoice' }));
  expect(await recorded('m1')).toEqual([
    {
      customer_id: customerId,
      recipient: 'Jane <jane@example.com>, joe@example.com',
      sender: 'Support <support@example.com>',
      subject: 'Your invoice',
      template: 'invoice',
      state: 'sent',
      reason: null,
      message_ids: '17,18',
      was_sent: true,
    },
  ]);
});

test('error: a failure is recorded and thrown on; a later attempt goes on with the same record', async () => {
  const client = answering(new MailError('unavailable', 'Mailjet failed.'), ['19']);
  await expect(client.send(mail('m2'))).rejects.toThrow('Mailjet failed.');
  expect(await recorded('m2')).toMatchObject([{ state: 'unavailable', reason: 'Mailjet failed.', customer_id: null, was_sent: false }]);
  await client.send(mail('m2'), { attempt: 2 });
  expect(await recorded('m2')).toMatchObject([{ state: 'sent', reason: null, message_ids: '19' }]);
});

test('error: what was sent stays sent, and an uncertain mail says so', async () => {
  const client = answering(['20'], new MailError('rejected', 'no'), new MailError('uncertain', 'The connection broke.'));
  await client.send(mail('m3'));
  await expect(client.send(mail('m3'))).rejects.toThrow('no');
  expect(await recorded('m3')).toMatchObject([{ state: 'sent' }]);
  await expect(client.send(mail('m4', { subject: 'x'.repeat(900), customerId: 999_999 }))).rejects.toThrow('broke');
  expect(await recorded('m4')).toMatchObject([{ state: 'uncertain', customer_id: null, subject: 'x'.repeat(500) }]);
});
