import { ApplicationFailure } from '@temporalio/common';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { accountKeys } from '../../domain/identity/account-keys.ts';
import { linkToken } from '../../domain/identity/account-link.ts';
import type { AccountMailContent, AccountMailKind } from '../../domain/identity/account-mail.ts';
import { openMailContent } from '../../domain/identity/order-account-mail.ts';
import { linkOf, prepareLink, withdrawLink } from '../../domain/identity/prepare-link.ts';
import { inWords } from '../../domain/messaging/account-mails.ts';
import { accountVariables } from '../../domain/messaging/account-template.ts';
import { mailSettings, type MailType } from '../../domain/messaging/mail-settings.ts';
import type { MailTemplate } from '../../domain/messaging/render-mail.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import type { MailClient, OutgoingMail } from '../adapters/mailjet/mail-client.ts';
import { composeMail, sendMail } from '../messaging/send-mail.ts';
import type { IdentityActivities } from './contract.ts';

/** What mails about accounts need; tests pass their own. */
export interface IdentityDeps {
  config: Config;
  orm: MikroORM;
  mail: MailClient;
}

type AccountTemplate = Exclude<MailTemplate, 'low-stock' | 'provisioning-failure'>;

/** Sender and template of each mail; `page` is where its link leads. */
const mails: Record<AccountMailKind, { type: MailType; template: AccountTemplate; page?: string; what?: string }> = {
  password_reset: { type: 'crmCommunicationUserPasswordReset', template: 'password-reset', page: 'reset-password' },
  account_locked: { type: 'crmCommunicationUserPasswordReset', template: 'account-locked', page: 'reset-password' },
  email_verification: { type: 'crmCommunicationEmailVerification', template: 'email-verification', page: 'verify-email' },
  welcome: { type: 'crmCommunicationUserWelcome', template: 'welcome', page: 'reset-password' },
  password_reset_done: {
    type: 'crmCommunicationUserPasswordResetSuccess',
    template: 'security-notice',
    what: 'A new password was set for your account by the link in a mail.',
  },
  password_changed: { type: 'crmCommunicationUserPasswordChange', template: 'security-notice', what: 'The password of your account was changed.' },
  security_notice: { type: 'crmCommunicationUserPasswordChange', template: 'security-notice' },
};

/** The steps of mails about accounts. */
export const createIdentityActivities = (deps: IdentityDeps): IdentityActivities => ({
  prepareAccountMail: ({ kind, mailId, sealed }) =>
    prepareLink(session(deps), accountKeys(deps.config), { kind, mailId, content: openMailContent(deps.config, { mailId, sealed }) }),
  withdrawAccountLink: ({ mailId }) => withdrawLink(session(deps), mailId),
  sendAccountMail: async ({ kind, mailId, sealed, userId }) => {
    await sendMail(deps.mail, await compose(deps, { kind, mailId, userId, content: openMailContent(deps.config, { mailId, sealed }) }));
  },
});

interface Order {
  kind: AccountMailKind;
  mailId: string;
  userId: number;
  content: AccountMailContent;
}

async function compose(deps: IdentityDeps, { kind, mailId, userId, content }: Order): Promise<OutgoingMail> {
  const { config } = deps;
  const { type, template, page, what } = mails[kind];
  const user = await recipient(session(deps), userId);
  const link = page === undefined ? undefined : linkOf(kind);
  const token = link === undefined ? null : linkToken(accountKeys(config), mailId);
  const email = content.newEmail ?? user.email;
  const settings = mailSettings(config.mailjet, type);
  const support = supportEmail(config, settings.from.email);
  const notice = {
    name: user.name,
    email,
    link: link === undefined ? null : { url: `${config.web.public_url}/${page}/${token}`, life: inWords(link.lifeMinutes) },
    signInUrl: `${config.web.public_url}/login`,
    help: config.help.support_url ?? support,
    what: content.what ?? what ?? null,
    at: content.at,
    // Whoever invites somebody is not told on.
    ip: kind === 'welcome' ? null : content.ip,
    device: kind === 'welcome' ? null : (content.device ?? null),
  };
  const endsAt = link === undefined ? null : new Date(Date.parse(content.at) + link.lifeMinutes * 60_000).toISOString();
  return composeMail(config, {
    customId: `account-${mailId}`,
    customerId: user.customerId,
    to: [{ email, name: user.name }],
    template,
    data: notice,
    settings,
    subject: (configured, own) => (template === 'account-locked' || template === 'security-notice' ? own : (configured ?? own)),
    variables: accountVariables(kind, {
      ...notice,
      token,
      endsAt,
      roles: user.roles,
      by: content.by ?? null,
      supportEmail: support,
    }),
  });
}

/** Where people write to: the sender of mails to customers, else that of the mail itself. */
function supportEmail({ mailjet }: Config, sender: string): string {
  const toCustomers = mailjet.api_crmCommunicationCustomerWelcome ?? mailjet['api.crmCommunicationCustomerWelcome'];
  return typeof toCustomers === 'object' ? toCustomers.from_email : sender;
}

interface Recipient {
  email: string;
  name: string;
  roles: string[];
  /** Whose own user it is; null for staff. */
  customerId: number | null;
}

async function recipient(em: EntityManager, userId: number): Promise<Recipient> {
  const [user] = await em.execute<Recipient[]>(
    `select email::text as email, coalesce(nullif(trim(first_name || ' ' || last_name), ''), username) as name,
            (select c.customer_id from customer_contact c where c.contact_id = app_user.contact_id) as "customerId",
            array(select r.name from user_role ur join role r on r.id = ur.role_id where ur.user_id = app_user.id order by r.name) as roles
       from app_user where id = ? and not deleted`,
    [userId],
  );
  if (user === undefined) throw ApplicationFailure.nonRetryable('The account is gone.', 'not_found');
  return user;
}

const session = ({ orm }: IdentityDeps): EntityManager => orm.em.fork();
