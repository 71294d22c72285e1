import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { accountKeys } from '../../domain/identity/account-keys.ts';
import { linkToken } from '../../domain/identity/account-link.ts';
import type { AccountMailContent, AccountMailKind } from '../../domain/identity/account-mail.ts';
import { openMailContent } from '../../domain/identity/order-account-mail.ts';
import { linkOf, prepareLink, withdrawLink } from '../../domain/identity/prepare-link.ts';
import { inWords } from '../../domain/messaging/account-mails.ts';
import { mailSettings, type MailType } from '../../domain/messaging/mail-settings.ts';
import { type MailTemplate, renderMail } from '../../domain/messaging/render-mail.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import type { MailClient } from '../adapters/mailjet/mail-client.ts';
import { MailError } from '../adapters/mailjet/mail-error.ts';
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
    const message = await compose(deps, { kind, mailId, userId, content: openMailContent(deps.config, { mailId, sealed }) });
    const context = Context.current();
    try {
      await deps.mail.send(message, { attempt: context.info.attempt, signal: context.cancellationSignal });
    } catch (error) {
      if (error instanceof MailError && !error.retryable) throw ApplicationFailure.nonRetryable(error.message, error.kind);
      throw error;
    }
  },
});

async function compose(
  deps: IdentityDeps,
  { kind, mailId, userId, content }: { kind: AccountMailKind; mailId: string; userId: number; content: AccountMailContent },
): Promise<Parameters<MailClient['send']>[0]> {
  const { config } = deps;
  const { type, template, page, what } = mails[kind];
  const user = await recipient(session(deps), userId);
  const link = page === undefined ? undefined : linkOf(kind);
  const rendered = renderMail(template, {
    name: user.name,
    email: content.newEmail ?? user.email,
    link: link === undefined ? null : { url: `${config.web.public_url}/${page}/${linkToken(accountKeys(config), mailId)}`, life: inWords(link.lifeMinutes) },
    signInUrl: `${config.web.public_url}/login`,
    what: content.what ?? what ?? null,
    at: content.at,
    ip: content.ip,
    device: content.device ?? null,
  });
  const { from, subject } = mailSettings(config.mailjet, type);
  return {
    customId: `account-${mailId}`,
    from,
    to: [{ email: content.newEmail ?? user.email, name: user.name }],
    subject: template === 'account-locked' || template === 'security-notice' ? rendered.subject : (subject ?? rendered.subject),
    html: rendered.html,
    text: rendered.text,
  };
}

async function recipient(em: EntityManager, userId: number): Promise<{ email: string; name: string }> {
  const [user] = await em.execute<{ email: string; name: string }[]>(
    `select email::text as email, coalesce(nullif(trim(first_name || ' ' || last_name), ''), username) as name from app_user where id = ? and not deleted`,
    [userId],
  );
  if (user === undefined) throw ApplicationFailure.nonRetryable('The account is gone.', 'not_found');
  return user;
}

const session = ({ orm }: IdentityDeps): EntityManager => orm.em.fork();
