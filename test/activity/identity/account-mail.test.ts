import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailClient } from '../../../activities/adapters/mailjet/mail-client.ts';
import { createIdentityActivities } from '../../../activities/identity/create-identity-activities.ts';
import type { AccountMailInput, IdentityActivities } from '../../../activities/identity/contract.ts';
import type { AccountMailContent, AccountMailKind } from '../../../domain/identity/account-mail.ts';
import { tokenHash } from '../../../domain/identity/session.ts';
import type { Config } from '../../../domain/settings/config-schema.ts';
import { parseConfig } from '../../../domain/settings/load-config.ts';
import { createVault } from '../../../domain/settings/vault.ts';
import { type RunningSandboxes, startSandboxes } from '../../../sandbox/start-sandboxes.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const sender = { from_email: 'accounts@example.com', from_name: 'Accounts' };
const settings = {
  environment: 'local',
  jwt_secret: 'x'.repeat(32),
  ocs: { ocsTenant: 't', cgrates: 'localhost:2080' },
  web: { public_url: 'https://crm.example.com' },
  mailjet: {
    api_key: 'key',
    api_secret: 'secret',
    'api.crmCommunicationUserWelcome': { ...sender, subject: 'Welcome aboard' },
    'api.crmCommunicationUserPasswordReset': sender,
    'api.crmCommunicationUserPasswordChange': sender,
    'api.crmCommunicationEmailVerification': sender,
  },
};

let database: TestDatabase;
let sandboxes: RunningSandboxes;
let config: Config;
let activities: IdentityActivities;
let userId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  config = parseConfig(settings, 'test');
  sandboxes = await startSandboxes({ config, ports: { mailjet: 0, smsc: 0, hss: 0, cbc: 0 } });
  const mail = createMailClient({ api_key: 'key', api_secret: 'secret', base_url: sandboxes.urls.mailjet }, { timeoutMs: 2000, lookUpPausesMs: [1, 20] });
  activities = createIdentityActivities({ config, orm: database.orm, mail });
  const [user] = await rows<{ id: number }>(
    `insert into app_user (username, email, password_hash, first_name, last_name) values ('ann', 'ann@example.com', 'x', 'Ann <b>', 'Lee') returning id`,
  );
  userId = user?.id ?? 0;
});
afterAll(async () => {
  await sandboxes.stop();
  await database.close();
});

const rows = <T extends object>(sql: string, values: unknown[] = []) => database.orm.em.fork().execute<T[]>(sql, values);
const received = async () => {
  const answer = await fetch(`${sandboxes.urls.mailjet}/_sandbox/messages`);
  return ((await answer.json()) as { messages: { html: string; detail: { Subject: string; TextPart: string; To: { Email: string }[]; CustomID: string } }[] })
    .messages;
};
const mailOf = async (mailId: string) => (await received()).filter(({ detail }) => detail.CustomID === `account-${mailId}`);

function order(kind: AccountMailKind, content: Partial<AccountMailContent>): AccountMailInput {
  const mailId = randomUUID();
  const full = { mailId, ip: '203.0.113.9', device: 'Chrome on Windows', at: '2026-11-23T10:00:00.000Z', ...content };
  return { kind, mailId, sealed: createVault(config).seal('identity.mail_order', JSON.stringify(full)) };
}

const prepare = (input: AccountMailInput) => new MockActivityEnvironment().run(activities.prepareAccountMail, input);
const send = (input: AccountMailInput, attempt = 1) => new MockActivityEnvironment({ attempt }).run(activities.sendAccountMail, { ...input, userId });

describe('a mail with a link', () => {
  it.each([
    ['password_reset', { email: ' ANN@example.com' }, 'reset-password', 'Reset your password', 60],
    ['account_locked', { email: 'ann@example.com' }, 'reset-password', 'Sign-in to your account is paused', 60],
    ['welcome', { userId: 1 }, 'reset-password', 'Welcome aboard', 7 * 1440],
    ['email_verification', { userId: 1, newEmail: 'new@example.com' }, 'verify-email', 'Confirm your e-mail address', 3 * 1440],
  ] as const)('%s carries one that is stored as a hash alone, for so long', async (kind, content, page, subject, minutes) => {
    const input = order(kind, { ...content, ...('userId' in content ? { userId } : {}) });
    expect(await prepare(input)).toEqual({ userId });
    await send(input);
    const [mail] = await mailOf(input.mailId);
    const [, token = ''] = new RegExp(`https://crm.example.com/${page}/([\\w-]{43})`).exec(mail?.detail.TextPart ?? '') ?? [];
    expect(mail?.html).toContain(`https://crm.example.com/${page}/${token}`);
    expect(mail?.html).toContain('Ann &lt;b&gt;');
    expect(mail?.detail).toMatchObject({ Subject: subject, To: [{ Email: kind === 'email_verification' ? 'new@example.com' : 'ann@example.com' }] });
    const [link] = await rows<{ token_hash: string; minutes: number }>(
      'select token_hash, round(extract(epoch from expires_at - created) / 60)::int as minutes from account_link where mail_id = ?',
      [input.mailId],
    );
    expect(link).toEqual({ token_hash: tokenHash(token), minutes });
  });

  it('is the same mail with the same link, however often its steps are tried', async () => {
    const input = order('welcome', { userId });
    await prepare(input);
    await prepare(input);
    await send(input);
    await send(input, 2);
    expect(await mailOf(input.mailId)).toHaveLength(1);
    expect(await rows('select 1 from account_link where mail_id = ?', [input.mailId])).toHaveLength(1);
  });

  it('is not made for an unknown address, nor for a deleted user', async () => {
    expect(await prepare(order('password_reset', { email: 'nobody@example.com' }))).toEqual({ skipped: 'There is no such account.' });
  });

  it('goes to one account five times an hour, whoever asks', async () => {
    await rows('delete from account_link');
    for (let time = 0; time < 5; time += 1) expect(await prepare(order('password_reset', { email: 'ann@example.com' }))).toEqual({ userId });
    expect(await prepare(order('account_locked', { email: 'ann@example.com' }))).toHaveProperty('skipped');
    expect(await prepare(order('welcome', { userId }))).toEqual({ userId });
  });

  it('loses it again when nobody got it', async () => {
    const input = order('welcome', { userId });
    await prepare(input);
    await new MockActivityEnvironment().run(activities.withdrawAccountLink, { mailId: input.mailId });
    expect(await rows('select 1 from account_link where mail_id = ?', [input.mailId])).toEqual([]);
  });
});

describe('a notice', () => {
  it('says what happened, when and from where, and has no link that does anything', async () => {
    const input = order('security_notice', { userId, what: 'Two-factor authentication was set up for your account.' });
    expect(await prepare(input)).toEqual({ userId });
    await send(input);
    const [mail] = await mailOf(input.mailId);
    expect(mail?.detail.TextPart).toMatch(/set up for your account.*2026-11-23 10:00 UTC.*203\.0\.113\.9.*Chrome on Windows/s);
    expect(mail?.html).not.toMatch(/reset-password|verify-email/);
  });
});

describe('a sealed order', () => {
  it('does not open for another mail', async () => {
    const input = order('welcome', { userId });
    await expect(prepare({ ...input, mailId: randomUUID() })).rejects.toThrow('another mail');
  });

  it('is refused for good when its kind has no sender in the settings', async () => {
    const input = order('password_reset_done', { userId });
    await expect(send(input)).rejects.toThrow('mailjet.api_crmCommunicationUserPasswordResetSuccess');
  });
});
