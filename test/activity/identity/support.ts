import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createMailClient } from '../../../activities/adapters/mailjet/mail-client.ts';
import { createIdentityActivities } from '../../../activities/identity/create-identity-activities.ts';
import type { AccountMailInput, IdentityActivities } from '../../../activities/identity/contract.ts';
import { recordMails } from '../../../activities/messaging/recorded-mail.ts';
import type { AccountMailContent, AccountMailKind } from '../../../domain/identity/account-mail.ts';
import { parseConfig } from '../../../domain/settings/load-config.ts';
import { createVault } from '../../../domain/settings/vault.ts';
import { startSandboxes } from '../../../sandbox/start-sandboxes.ts';
import { createTestDatabase } from '../../support/database.ts';

/** A mail as the sandbox of Mailjet received it. */
export interface ReceivedMail {
  detail: {
    CustomID: string;
    To: { Email: string }[];
    Subject?: string;
    TextPart?: string;
    TemplateID?: number;
    TemplateLanguage?: boolean;
    Variables?: Record<string, string>;
  };
  html?: string;
}

/** The steps of mails about accounts over a database with one user, and the sandbox that receives the mails. */
export interface AccountMails {
  activities: IdentityActivities;
  userId: number;
  /** Base URL of the sandbox. */
  mailjetUrl: string;
  /** Rows of a statement. */
  rows<T extends object>(sql: string, values?: unknown[]): Promise<T[]>;
  /** An order of a mail, sealed as the API seals it. */
  order(kind: AccountMailKind, content: Partial<AccountMailContent>): AccountMailInput;
  prepare(input: AccountMailInput): Promise<unknown>;
  send(input: AccountMailInput, attempt?: number): Promise<unknown>;
  /** What arrived of one order. */
  received(input: AccountMailInput): Promise<ReceivedMail[]>;
  close(): Promise<void>;
}

/** Starts it with an operator's settings of mails, each mail recorded or not; the user is ann@example.com. */
export async function openAccountMails(
  mails: Record<string, object>,
  { firstName, recorded }: { firstName: string; recorded: boolean },
): Promise<AccountMails> {
  const database = await createTestDatabase();
  const config = parseConfig(
    {
      environment: 'local',
      jwt_secret: 'x'.repeat(32),
      ocs: { ocsTenant: 't', cgrates: 'localhost:2080' },
      web: { public_url: 'https://crm.example.com' },
      mailjet: { api_key: 'key', api_secret: 'secret', ...mails },
    },
    'test',
  );
  const sandboxes = await startSandboxes({ config, ports: { mailjet: 0, smsc: 0, hss: 0, cbc: 0 } });
  const mailjetUrl = sandboxes.urls.mailjet;
  const client = createMailClient({ api_key: 'key', api_secret: 'secret', base_url: mailjetUrl }, { timeoutMs: 2000, lookUpPausesMs: [1, 20] });
  const activities = createIdentityActivities({ config, orm: database.orm, mail: recorded ? recordMails(client, database.orm) : client });
  const rows = <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> => database.orm.em.fork().execute<T[]>(sql, values);
  const [made] = await rows<{ id: number }>(
    `insert into app_user (username, email, password_hash, first_name, last_name) values ('ann', 'ann@example.com', 'x', ?, 'Lee') returning id`,
    [firstName],
  );
  const userId = made?.id ?? 0;
  return {
    activities,
    userId,
    mailjetUrl,
    rows,
    order(kind, content) {
      const mailId = randomUUID();
      const full = { mailId, ip: '203.0.113.9', at: '2026-11-23T10:00:00.000Z', ...content };
      return { kind, mailId, sealed: createVault(config).seal('identity.mail_order', JSON.stringify(full)) };
    },
    prepare: (input) => new MockActivityEnvironment().run(activities.prepareAccountMail, input),
    send: (input, attempt = 1) => new MockActivityEnvironment({ attempt }).run(activities.sendAccountMail, { ...input, userId }),
    async received({ mailId }) {
      const answer = await fetch(`${mailjetUrl}/_sandbox/messages`);
      const { messages } = (await answer.json()) as { messages: ReceivedMail[] };
      return messages.filter(({ detail }) => detail.CustomID === `account-${mailId}`);
    },
    async close() {
      await sandboxes.stop();
      await database.close();
    },
  };
}
