import type { AccountMailKind } from '../identity/account-mail.ts';
import type { AccountNotice } from './account-mails.ts';

/** What an operator's own template of a mail is filled in with, beside what the built-in one shows. */
export interface AccountTemplateData extends AccountNotice {
  /** Token of the link, for those who type it in. */
  token: string | null;
  /** When the link ends, ISO 8601. */
  endsAt: string | null;
  roles: readonly string[];
  /** Who changed a password in the owner's place. */
  by: string | null;
  supportEmail: string;
}

type Variables = Record<string, string>;

/**
 * Variables of an operator's Mailjet template, by the names of chapter 31; each is always there, for Mailjet refuses a mail
 * whose template asks for one that is not. Undefined for mails the operator's templates say nothing of, which stay built-in.
 */
export function accountVariables(kind: AccountMailKind, data: AccountTemplateData): Variables | undefined {
  const common = { user_name: data.name, email: data.email, login_url: data.signInUrl, support_email: data.supportEmail };
  const change = { ...common, change_date: minute(data.at), ip_address: data.ip ?? '' };
  const url = data.link?.url ?? '';
  const expiry_time = minute(data.endsAt);
  switch (kind) {
    case 'welcome':
      // Nobody is mailed a password: the link sets one.
      return { ...common, role: data.roles.join(', '), temp_password: '', reset_url: url, expiry_time };
    case 'password_reset':
      return { ...common, reset_url: url, expiry_time };
    case 'email_verification':
      return { ...common, verification_url: url, verification_code: data.token ?? '', expiry_time };
    case 'password_reset_done':
      return change;
    case 'password_changed':
      return { ...change, changed_by: data.by ?? 'Self' };
    default:
      return undefined;
  }
}

const minute = (instant: string | null): string => (instant === null ? '' : `${instant.slice(0, 16).replace('T', ' ')} UTC`);
