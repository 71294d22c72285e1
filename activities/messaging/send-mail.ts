import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { MailSettings } from '../../domain/messaging/mail-settings.ts';
import { type MailData, type MailTemplate, renderMail } from '../../domain/messaging/render-mail.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import type { MailClient, OutgoingMail } from '../adapters/mailjet/mail-client.ts';
import { MailError } from '../adapters/mailjet/mail-error.ts';

/** A mail of the project's own before it has the operator's looks. */
export interface MailOrder<T extends MailTemplate> extends Pick<OutgoingMail, 'customId' | 'customerId' | 'to'> {
  template: T;
  data: MailData[T];
  /** Sender, subject and template of the operator's for this kind of mail. */
  settings: MailSettings;
  /** The whole subject of the built-in mail from the configured one and the mail's own. */
  subject(configured: string | undefined, own: string): string;
  /** What the operator's own template is filled in with; undefined for mails it says nothing of. */
  variables: Readonly<Record<string, unknown>> | undefined;
}

/** The mail in the operator's name, with the operator's template at Mailjet where one is configured. */
export function composeMail<T extends MailTemplate>({ branding }: Pick<Config, 'branding'>, order: MailOrder<T>): OutgoingMail {
  const { template, data, settings, customId, customerId, to, variables } = order;
  const rendered = renderMail(template, data, branding.company_name);
  const { from, subject, templateId } = settings;
  return {
    customId,
    customerId,
    from,
    to,
    subject: order.subject(subject, rendered.subject),
    html: rendered.html,
    text: rendered.text,
    template,
    ...(templateId === undefined || variables === undefined ? {} : { hosted: { templateId, variables, subject } }),
  };
}

/**
 * Sends a mail from within an activity, at most once however often that is tried; throws a non-retryable failure when Mailjet will never take it.
 * A template that is gone at Mailjet, or asks for what it is not given, must keep nobody uninformed: the built-in mail goes in its place.
 */
export async function sendMail(client: MailClient, { hosted, ...builtIn }: OutgoingMail): Promise<void> {
  const { info, cancellationSignal: signal } = Context.current();
  const options = { attempt: info.attempt, signal };
  try {
    if (hosted === undefined || !(await isTaken(client.send({ ...builtIn, template: `mailjet ${hosted.templateId}`, hosted }, options)))) {
      await client.send(builtIn, options);
    }
  } catch (error) {
    if (error instanceof MailError && !error.retryable) throw ApplicationFailure.nonRetryable(error.message, error.kind);
    throw error;
  }
}

/** False when the mail was rejected; other failures are thrown. */
async function isTaken(sending: Promise<unknown>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    if (error instanceof MailError && error.kind === 'rejected') return false;
    throw error;
  }
}
