/** Mails about an account; `templates/email/` has one for each family. */
export type AccountMailKind =
  'password_reset' | 'account_locked' | 'email_verification' | 'welcome' | 'password_reset_done' | 'password_changed' | 'security_notice';

/** What a mail is about; it travels sealed, for histories are read by more people than the mail. */
export interface AccountMailContent {
  /** The account, by number or, when somebody typed it, by address: whether it exists is found out by the worker. */
  userId?: number;
  email?: string;
  /** For a verification: the address to be proven, which is also where the mail goes. */
  newEmail?: string;
  /** What happened, for notices, in words. */
  what?: string;
  /** Who did it in the owner's place. */
  by?: string;
  ip: string | null;
  device?: string | undefined;
  /** Instant, ISO 8601. */
  at: string;
}

/** A mail to be sent, as it is handed to whoever runs workflows. */
export interface AccountMailOrder {
  kind: AccountMailKind;
  /** Business key: while a mail with the same key is under way a second order is the same mail. */
  key: string;
  /** Names the mail for ever, and with it the link in it. */
  mailId: string;
  /** `AccountMailContent`, sealed for `accountMailPurpose`. */
  sealed: string;
}

/** Life of a link, minutes: a reset 1 hour (AUTH-5), an address 3 days, an invitation 7 days. */
export const linkMinutes = { password_reset: 60, account_locked: 60, email_verification: 3 * 24 * 60, welcome: 7 * 24 * 60 } as const;

/** Takes orders of mails; throws `unavailable` when they cannot be taken. */
export type OrderAccountMail = (order: AccountMailOrder) => Promise<void>;
