import { randomUUID } from 'node:crypto';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenHash } from '../../../domain/identity/session.ts';
import { type AccountMails, openAccountMails } from './support.ts';

const sender = { from_email: 'accounts@example.com', from_name: 'Accounts' };
const settings = {
  'api.crmCommunicationUserWelcome': { ...sender, subject: 'Welcome aboard' },
  'api.crmCommunicationUserPasswordReset': sender,
  'api.crmCommunicationUserPasswordChange': sender,
  'api.crmCommunicationEmailVerification': sender,
};

let mails: AccountMails;
let userId: number;
beforeAll(async () => {
  mails = await openAccountMails(settings, { firstName: 'Ann <b>', recorded: false });
  ({ userId } = mails);
});
afterAll(() => mails?.close());

const order: AccountMails['order'] = (kind, content) => mails.order(kind, { device: 'Chrome on Windows', ...content });

describe('a mail with a link', () => {
  it.each([
    ['password_reset', { email: ' ANN@example.com' }, 'reset-password', 'Reset your password', 60],
    ['account_locked', { email: 'ann@example.com' }, 'reset-password', 'Sign-in to your account is paused', 60],
    ['welcome', { userId: 1 }, 'reset-password', 'Welcome aboard', 7 * 1440],
    ['email_verification', { userId: 1, newEmail: 'new@example.com' }, 'verify-email', 'Confirm your e-mail address', 3 * 1440],
  ] as const)('%s carries one that is stored as a hash alone, for so long', async (kind, content, page, subject, minutes) => {
    const input = order(kind, { ...content, ...('userId' in content ? { userId } : {}) });
    expect(await mails.prepare(input)).toEqual({ userId });
    await mails.send(input);
    const [mail] = await mails.received(input);
    const [, token = ''] = new RegExp(`https://crm.example.com/${page}/([\\w-]{43})`).exec(mail?.detail.TextPart ?? '') ?? [];
    expect(mail?.html).toContain(`https://crm.example.com/${page}/${token}`);
    expect(mail?.html).toContain('Ann &lt;b&gt;');
    expect(mail?.detail).toMatchObject({ Subject: subject, To: [{ Email: kind === 'email_verification' ? 'new@example.com' : 'ann@example.com' }] });
    const [link] = await mails.rows<{ token_hash: string; minutes: number }>(
      'select token_hash, round(extract(epoch from expires_at - created) / 60)::int as minutes from account_link where mail_id = ?',
      [input.mailId],
    );
    expect(link).toEqual({ token_hash: tokenHash(token), minutes });
  });

  it('is the same mail with the same link, however often its steps are tried', async () => {
    const input = order('welcome', { userId });
    await mails.prepare(input);
    await mails.prepare(input);
    await mails.send(input);
    await mails.send(input, 2);
    const received = await mails.received(input);
    expect(received).toHaveLength(1);
    expect(received[0]?.detail.TextPart).toMatch(/Questions\? Ask \S+@\S+\n/);
    expect(await mails.rows('select 1 from account_link where mail_id = ?', [input.mailId])).toHaveLength(1);
  });

  it('is not made for an unknown address, nor for a deleted user', async () => {
    expect(await mails.prepare(order('password_reset', { email: 'nobody@example.com' }))).toEqual({ skipped: 'There is no such account.' });
  });

  it('goes to one account five times an hour, whoever asks', async () => {
    await mails.rows('delete from account_link');
    for (let time = 0; time < 5; time += 1) expect(await mails.prepare(order('password_reset', { email: 'ann@example.com' }))).toEqual({ userId });
    expect(await mails.prepare(order('account_locked', { email: 'ann@example.com' }))).toHaveProperty('skipped');
    expect(await mails.prepare(order('welcome', { userId }))).toEqual({ userId });
  });

  it('loses it again when nobody got it', async () => {
    const input = order('welcome', { userId });
    await mails.prepare(input);
    await new MockActivityEnvironment().run(mails.activities.withdrawAccountLink, { mailId: input.mailId });
    expect(await mails.rows('select 1 from account_link where mail_id = ?', [input.mailId])).toEqual([]);
  });
});

describe('a notice', () => {
  it('says what happened, when and from where, and has no link that does anything', async () => {
    const input = order('security_notice', { userId, what: 'Two-factor authentication was set up for your account.' });
    expect(await mails.prepare(input)).toEqual({ userId });
    await mails.send(input);
    const [mail] = await mails.received(input);
    expect(mail?.detail.TextPart).toMatch(/set up for your account.*2026-11-23 10:00 UTC.*203\.0\.113\.9.*Chrome on Windows/s);
    expect(mail?.html).not.toMatch(/reset-password|verify-email/);
  });
});

describe('a sealed order', () => {
  it('does not open for another mail', async () => {
    const input = order('welcome', { userId });
    await expect(mails.prepare({ ...input, mailId: randomUUID() })).rejects.toThrow('another mail');
  });

  it('is refused for good when its kind has no sender in the settings', async () => {
    const input = order('password_reset_done', { userId });
    await expect(mails.send(input)).rejects.toThrow('mailjet.api_crmCommunicationUserPasswordResetSuccess');
  });
});
