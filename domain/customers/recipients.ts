import type { EntityManager } from '@mikro-orm/postgresql';
import type { ContactType } from './customer-rules.ts';
import { parseContactTypes } from './customer-rules.ts';

/** What a message to a customer is about. */
export const messageKinds = ['welcome', 'account', 'service', 'balance', 'invoice', 'invoice_reminder', 'payment', 'outage', 'maintenance'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** Which contacts a message is for, the most fitting first: the first type somebody has gets it (CUS-5). */
export const audience: Readonly<Record<MessageKind, readonly ContactType[]>> = {
  welcome: ['primary'],
  account: ['primary'],
  service: ['primary', 'technical'],
  balance: ['primary', 'billing'],
  invoice: ['billing', 'primary'],
  invoice_reminder: ['billing', 'primary'],
  payment: ['billing', 'primary'],
  outage: ['technical', 'primary'],
  maintenance: ['technical', 'primary'],
};

/** A contact as far as mail goes; `contact_types` is a comma-separated list. */
export interface Reachable {
  contact_id: number;
  contact_firstname: string;
  contact_lastname: string;
  contact_email: string | null;
  contact_types: string;
}

/** Who gets a mail, with the address as it is written. */
export interface Recipient {
  contact_id: number;
  email: string;
  name: string;
}

/**
 * The contacts of a customer who get a mail of this kind (CUS-5): those of the first fitting type that somebody with an
 * e-mail address has; when nobody has a fitting type, whoever can be reached, so that no invoice is lost. Each address once.
 */
export function recipients(contacts: readonly Reachable[], kind: MessageKind): Recipient[] {
  const reachable = contacts.filter(({ contact_email: email }) => email !== null && email !== '');
  const fitting = audience[kind].map((type) => reachable.filter((contact) => typesOf(contact).includes(type))).find(({ length }) => length > 0);
  const once = new Map<string, Recipient>();
  for (const { contact_id, contact_email, contact_firstname, contact_lastname } of fitting ?? reachable) {
    const email = contact_email ?? '';
    if (!once.has(email.toLowerCase())) once.set(email.toLowerCase(), { contact_id, email, name: `${contact_firstname} ${contact_lastname}`.trim() });
  }
  return [...once.values()];
}

/** The same, read from the database; an archived customer gets no mail. */
export async function recipientsOf(em: EntityManager, customerId: number, kind: MessageKind): Promise<Recipient[]> {
  const contacts = await em.execute<Reachable[]>(
    `select t.contact_id, t.contact_firstname, t.contact_lastname, t.contact_email, t.contact_types
       from customer_contact t join customer c on c.customer_id = t.customer_id
      where t.customer_id = ? and c.customer_status <> 'Archived' order by t.contact_id`,
    [customerId],
  );
  return recipients(contacts, kind);
}

const typesOf = ({ contact_types: types }: Reachable): string[] => (parseContactTypes(types) ?? '').split(',');
