import type { EntityManager } from '@mikro-orm/postgresql';
import { currentAuthor } from './author.ts';

/** What happened to the safety of an account, from where (AUTH-16). */
export interface SecurityEvent {
  /** In snake case, e.g. `login`, `login_failed`, `account_locked`, `password_reset`, `two_factor_disabled`. */
  kind: string;
  /** The account it happened to; null when there is none, e.g. a sign-in with an unknown address. */
  user_id: number | null;
  /** Customer in whose timeline it also belongs; found by the account's contact when left out. */
  customer_id?: number | null;
  ip: string | null;
  user_agent?: string | undefined;
  /** Further facts for people; never a password, code or token. */
  details?: Record<string, unknown>;
}

/**
 * Records a security event, in the transaction `em` is in, if it is in one: then it stands or falls with that. Who did
 * it is the author of the transaction; without one, as at sign-in, it is told of the account alone.
 */
export async function recordSecurityEvent(em: EntityManager, { kind, user_id, customer_id, ip, user_agent, details }: SecurityEvent): Promise<void> {
  await em.execute(
    `select record_activity(jsonb_build_object('category', 'security', 'action', ?::text, 'entity_kind', 'user', 'entity_id', u.id, 'entity_label', u.email,
        'customer_id', coalesce(?::int, c.customer_id), 'ip', ?::text, 'user_agent', ?::text, 'details', ?::jsonb, 'author', ?::jsonb))
       from (select ?::int as id) asked left join app_user u on u.id = asked.id left join customer_contact c on c.contact_id = u.contact_id`,
    [kind, customer_id ?? null, ip, user_agent ?? null, JSON.stringify(details ?? {}), authorJson(), user_id],
  );
}

/** Leaves a note in a customer's timeline (chapter 38: “create_customer_activity”). */
export async function recordNote(em: EntityManager, { customer_id, text }: { customer_id: number; text: string }): Promise<void> {
  await em.execute(
    `select record_activity(jsonb_build_object('category', 'note', 'action', 'noted', 'entity_kind', 'customer', 'entity_id', c.customer_id::text,
        'entity_label', c.customer_name, 'customer_id', c.customer_id, 'details', jsonb_build_object('text', ?::text), 'author', ?::jsonb))
       from customer c where c.customer_id = ?`,
    [text, authorJson(), customer_id],
  );
}

/** Outside of a transaction there is no setting to carry the author. */
const authorJson = (): string | null => {
  const author = currentAuthor();
  return author === undefined ? null : JSON.stringify(author);
};
