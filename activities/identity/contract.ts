import type { AccountMailKind } from '../../domain/identity/account-mail.ts';

/** A mail about an account; what it is about is sealed, see `domain/identity/order-account-mail.ts`. */
export interface AccountMailInput {
  kind: AccountMailKind;
  mailId: string;
  sealed: string;
}

/** `skipped` says why there is nothing to send: no such account, or mails enough already. */
export type PrepareAccountMailResult = { skipped: string } | { userId: number };

/** Steps of a mail about an account. */
export interface IdentityActivities {
  /** Finds the account and stores the link the mail will carry, as a hash; a repetition changes nothing. */
  prepareAccountMail(input: AccountMailInput): Promise<PrepareAccountMailResult>;
  /** Sends the mail, once, however often it is tried. */
  sendAccountMail(input: AccountMailInput & { userId: number }): Promise<void>;
  /** Takes the link back: nobody got it. */
  withdrawAccountLink(input: { mailId: string }): Promise<void>;
}
