import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountMailContent, AccountMailKind } from '../../../domain/identity/account-mail.ts';
import { type AccountMails, openAccountMails, type ReceivedMail } from './support.ts';

const sender = { from_email: 'noreply@example.com', from_name: 'Accounts' };
const settings = {
  api_crmCommunicationCustomerWelcome: { from_email: 'support@example.com', from_name: 'Support' },
  'api.crmCommunicationUserWelcome': { ...sender, template_id: 5977510, subject: 'Bem-vindo à Equipe' },
  api_crmCommunicationUserPasswordReset: { ...sender, template_id: 5977511 },
  'api.crmCommunicationUserPasswordResetSuccess': { ...sender, template_id: 5977512 },
  'api.crmCommunicationUserPasswordChange': { ...sender, template_id: 5977513 },
  api_crmCommunicationEmailVerification: { ...sender, template_id: 5977514 },
};

let mails: AccountMails;
beforeAll(async () => {
  mails = await openAccountMails(settings, { firstName: 'Ann', recorded: true });
  await mails.rows(
    `with r as (insert into role (name) values ('Finance'), ('Support') returning id) insert into user_role (user_id, role_id) select ?, id from r`,
    [mails.userId],
  );
});
afterAll(() => mails?.close());

/** Sends a mail of a kind and answers what arrived. */
async function sent(kind: AccountMailKind, content: Partial<AccountMailContent> = {}): Promise<ReceivedMail[]> {
  const input = mails.order(kind, { userId: mails.userId, ...content });
  expect(await mails.prepare(input)).toEqual({ userId: mails.userId });
  await mails.send(input);
  return mails.received(input);
}

const common = { user_name: 'Ann Lee', email: 'ann@example.com', login_url: 'https://crm.example.com/login', support_email: 'support@example.com' };
const link = (page: string) => expect.stringMatching(new RegExp(`^https://crm\\.example\\.com/${page}/[\\w-]{43}$`));
const change = { ...common, change_date: '2026-11-23 10:00 UTC', ip_address: '203.0.113.9' };

describe('an operator’s own template', () => {
  it.each([
    [
      'welcome',
      {},
      5977510,
      { ...common, role: 'Finance, Support', temp_password: '', reset_url: link('reset-password'), expiry_time: '2026-11-30 10:00 UTC' },
    ],
    ['password_reset', {}, 5977511, { ...common, reset_url: link('reset-password'), expiry_time: '2026-11-23 11:00 UTC' }],
    ['password_reset_done', {}, 5977512, change],
    ['password_changed', {}, 5977513, { ...change, changed_by: 'Self' }],
    ['password_changed', { by: 'root@example.com' }, 5977513, { ...change, changed_by: 'root@example.com' }],
    [
      'email_verification',
      { newEmail: 'new@example.com' },
      5977514,
      {
        ...common,
        email: 'new@example.com',
        verification_url: link('verify-email'),
        verification_code: expect.stringMatching(/^[\w-]{43}$/),
        expiry_time: '2026-11-26 10:00 UTC',
      },
    ],
  ] as const)('of %s is sent with its variables, and no text beside it', async (kind, content, templateId, variables) => {
    const [mail, ...others] = await sent(kind, content);
    expect(others).toEqual([]);
    expect(mail?.detail).toMatchObject({ TemplateID: templateId, TemplateLanguage: true });
    expect(mail?.detail.Variables).toEqual(variables);
    expect(mail?.detail.TextPart ?? mail?.html).toBeUndefined();
    expect(mail?.detail.Subject).toBe(kind === 'welcome' ? 'Bem-vindo à Equipe' : undefined);
  });

  it('is recorded by its number', async () => {
    const [mail] = await sent('welcome');
    expect(await mails.rows('select template, state from communication where custom_id = ?', [mail?.detail.CustomID])).toEqual([
      { template: 'mailjet 5977510', state: 'sent' },
    ]);
  });

  it('says nothing of other events: those mails stay built-in', async () => {
    for (const [kind, content] of [
      ['security_notice', { what: 'New backup codes were made.' }],
      ['account_locked', {}],
    ] as const) {
      const [mail] = await sent(kind, content);
      expect(mail?.detail.TemplateID).toBeUndefined();
      expect(mail?.html).toContain('Hello Ann Lee');
    }
  });

  it('that Mailjet refuses is replaced by the built-in mail, once', async () => {
    await fetch(`${mails.mailjetUrl}/_sandbox/faults`, { method: 'POST', body: JSON.stringify({ mode: 'status', status: 400 }) });
    const [mail, ...others] = await sent('password_reset');
    expect(others).toEqual([]);
    expect(mail?.detail.TemplateID).toBeUndefined();
    expect(mail?.html).toMatch(/https:\/\/crm\.example\.com\/reset-password\/[\w-]{43}/);
    expect(await mails.rows('select state, reason from communication where custom_id = ?', [mail?.detail.CustomID])).toMatchObject([{ state: 'sent' }]);
  });
});

it('is among the messages of the customer whose own user it is for, and among nobody’s for staff', async () => {
  const customerOf = async (kind: AccountMailKind): Promise<object[]> => {
    const input = mails.order(kind, { userId: mails.userId });
    await mails.prepare(input);
    await mails.send(input);
    return mails.rows('select customer_id from communication where custom_id = ?', [`account-${input.mailId}`]);
  };
  expect(await customerOf('password_changed')).toEqual([{ customer_id: null }]);
  const [customer] = await mails.rows<{ customer_id: number }>(
    `with k as (insert into customer (customer_name) values ('Ann Lee') returning customer_id),
          t as (insert into customer_contact (customer_id, contact_firstname) select customer_id, 'Ann' from k returning contact_id, customer_id)
     update app_user set contact_id = t.contact_id from t where id = ? returning t.customer_id`,
    [mails.userId],
  );
  expect(await customerOf('password_changed')).toEqual([{ customer_id: customer?.customer_id }]);
});
