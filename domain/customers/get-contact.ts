import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { ownScope } from '../identity/scope.ts';
import { recordJson } from '../record.ts';
import { contactColumns, type ContactJson } from './customer-columns.ts';
import { Contact, type ContactEntity } from './contact.entity.ts';

/** One contact; throws `not_found` also for another tenant's. */
export async function getContact({ em, principal }: Ctx, contactId: number): Promise<ContactJson> {
  return recordJson(contactColumns, await findContact(em, principal, contactId));
}

/** The contact itself, as long as it exists for the principal. */
export async function findContact(em: EntityManager, principal: Principal, contactId: number): Promise<ContactEntity> {
  const contact = await em.findOne(Contact, { contact_id: contactId, ...ownScope(principal) });
  if (contact === null) throw notFound('Contact', contactId);
  return contact;
}
