import { precondition } from '../errors.ts';
import type { Config } from '../settings/config-schema.ts';

/** Kinds of mail, by the end of their keys in the section `mailjet` (chapters 05 and 31). */
export type MailType =
  | 'crmCommunicationCustomerWelcome'
  | 'crmCommunicationCustomerInvoice'
  | 'crmCommunicationCustomerInvoiceReminder'
  | 'crmCommunicationUserWelcome'
  | 'crmCommunicationUserPasswordReset'
  | 'crmCommunicationUserPasswordResetSuccess'
  | 'crmCommunicationUserPasswordChange'
  | 'crmCommunicationEmailVerification'
  | 'crmCommunicationsBalanceExpired'
  | 'crmCommunicationsBalanceLow'
  | 'crmCommunicationLowStock'
  | 'crmCommunicationProvisioningFailure';

/** Sender of a kind of mail, and its subject: the start of it where the mail adds something of its own. */
export interface MailSettings {
  from: { email: string; name: string };
  subject: string | undefined;
  templateId: number | undefined;
}

/** Settings of a kind of mail in either spelling, `api_…` or `api.…`; throws `precondition` naming the key when there are none. */
export function mailSettings(mailjet: Config['mailjet'], type: MailType): MailSettings {
  const found = mailjet[`api_${type}`] ?? mailjet[`api.${type}`];
  if (typeof found !== 'object') throw precondition(`The settings have no mailjet.api_${type}, so this mail has no sender.`, `mailjet.api_${type}`);
  return { from: { email: found.from_email, name: found.from_name }, subject: found.subject, templateId: found.template_id };
}

/** Joins the configured subject and the mail's own part: “Your Invoice - ” is meant to be gone on with. */
export function joinSubject(configured: string | undefined, own: string): string {
  const start = configured?.trim() ?? '';
  if (start === '') return own;
  return /[-–:]$/.test(start) ? `${start} ${own}` : `${start}: ${own}`;
}
