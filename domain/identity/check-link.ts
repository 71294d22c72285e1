import type { EntityManager } from '@mikro-orm/postgresql';
import { DomainError } from '../errors.ts';
import type { LinkPurpose } from './account-link.ts';
import { tokenHash } from './session.ts';

/** A mailed link as whoever holds it may know it. */
export interface CheckedLink {
  purpose: LinkPurpose;
  /** The mail it came in, e.g. `welcome`. */
  mail: string;
  /** Address the account is signed in to with, or that is being proven. */
  email: string;
  /** ISO 8601. */
  expires_at: string;
}

interface LinkRow {
  purpose: LinkPurpose;
  mail: string;
  email: string;
  expires_at: Date;
  used: boolean;
  expired: boolean;
}

/** Looks at a link without using it up, so that nobody thinks up a password for one that is dead; throws `precondition` saying why it is. */
export async function checkLink(em: EntityManager, token: string): Promise<CheckedLink> {
  const [link] = await em.execute<LinkRow[]>(
    `select l.purpose, l.mail_kind as mail, case when l.purpose = 'email' then l.email else u.email end::text as email, l.expires_at,
            l.used_at is not null as used, l.expires_at <= now() as expired
       from account_link l join app_user u on u.id = l.user_id where l.token_hash = ? and not u.deleted`,
    [tokenHash(token)],
  );
  if (link === undefined) throw refusal('This link is not known. Open it from the mail once more, or copy it whole.');
  if (link.used) throw refusal('This link was used already, or a newer one took its place.');
  if (link.expired) throw refusal('This link has expired.');
  const { purpose, mail, email, expires_at } = link;
  return { purpose, mail, email, expires_at: new Date(expires_at).toISOString() };
}

const refusal = (message: string): DomainError => new DomainError('precondition', message, { field: 'token' });
