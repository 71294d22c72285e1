import type { EntityManager } from '@mikro-orm/postgresql';
import { DomainError } from '../errors.ts';
import type { AccountKeys } from './account-keys.ts';
import { tokenHash } from './session.ts';

/** What a mailed link does: sets a password, or proves an address. */
export type LinkPurpose = 'password' | 'email';

/**
 * Token of the link in a mail. It follows from the mail's id, so that a step that is repeated mails the same link and
 * no history or table ever holds it; without the settings' key it cannot be told.
 */
export const linkToken = (keys: AccountKeys, mailId: string): string => keys.mac('account-link', mailId);

/** A link as it is stored. */
export interface LinkRow {
  mailId: string;
  userId: number;
  purpose: LinkPurpose;
  /** The mail it is in, for limits on how many are sent. */
  mailKind: string;
  email: string;
  lifeMinutes: number;
}

/** Stores a link; a repetition changes nothing. */
export async function storeLink(em: EntityManager, keys: AccountKeys, { mailId, userId, purpose, mailKind, email, lifeMinutes }: LinkRow): Promise<void> {
  await em.execute(`delete from account_link where user_id = ? and expires_at < now() - interval '30 days'`, [userId]);
  await em.execute(
    `insert into account_link (mail_id, user_id, purpose, mail_kind, token_hash, email, expires_at) values (?, ?, ?, ?, ?, ?, now() + ?::interval)
     on conflict (mail_id) do nothing`,
    [mailId, userId, purpose, mailKind, tokenHash(linkToken(keys, mailId)), email, `${lifeMinutes} minutes`],
  );
}

/** How many links of these mails were made for a user in the last minutes. */
export async function recentLinks(em: EntityManager, userId: number, mailKinds: readonly string[], minutes: number, exceptMailId: string): Promise<number> {
  const [row] = await em.execute<{ made: number }[]>(
    `select count(*)::int as made from account_link where user_id = ? and mail_kind in (?) and mail_id <> ? and created > now() - ?::interval`,
    [userId, mailKinds, exceptMailId, `${minutes} minutes`],
  );
  return row?.made ?? 0;
}

/**
 * Uses a link up, in the caller's transaction: of many at once only one succeeds, and a refusal later on leaves it good.
 * Throws `precondition` when it is unknown, over or used, without telling which.
 */
export async function redeemLink(em: EntityManager, purpose: LinkPurpose, token: string): Promise<{ userId: number; email: string }> {
  const [link] = await em.execute<{ user_id: number; email: string }[]>(
    `update account_link l set used_at = now() from app_user u
      where l.token_hash = ? and l.purpose = ? and l.used_at is null and l.expires_at > now() and u.id = l.user_id and not u.deleted
      returning l.user_id, l.email::text as email`,
    [tokenHash(token), purpose],
  );
  if (link === undefined)
    throw new DomainError('precondition', 'This link is no longer valid: it was used already or has expired. Ask for a new one.', { field: 'token' });
  return { userId: link.user_id, email: link.email };
}

/** Makes every open link of a user worthless, e.g. once the password is set. */
export async function endLinks(em: EntityManager, userId: number, purpose: LinkPurpose): Promise<void> {
  await em.execute('update account_link set used_at = now() where user_id = ? and purpose = ? and used_at is null', [userId, purpose]);
}
