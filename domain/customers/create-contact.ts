import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../context.ts';
import { conflict } from '../errors.ts';
import { given } from '../given.ts';
import { recordJson } from '../record.ts';
import { Contact, type ContactEntity } from './contact.entity.ts';
import { contactColumns, type ContactJson } from './customer-columns.ts';
import type { ContactFields, CustomerDefaults } from './customer-fields.ts';
import { demandCustomer } from './demand-customer.ts';
import { e164 } from './phone-number.ts';

/** Adds a contact to a customer; throws `validation` when the telephone number cannot be one, `conflict` when another contact has the e-mail address. */
export async function createContact(ctx: Ctx, input: ContactFields & { customer_id: number }, defaults: CustomerDefaults): Promise<ContactJson> {
  const { customer_id, ...fields } = input;
  return change(ctx, async (em) => {
    await demandCustomer(em, ctx.principal, customer_id);
    await demandNewEmail(em, customer_id, fields.contact_email);
    const contact = newContact(em, customer_id, fields, defaults);
    await em.flush();
    return recordJson(contactColumns, contact);
  });
}

/** Throws `conflict` when another contact of the customer has this e-mail address in whatever case; holds off others meanwhile. */
export async function demandNewEmail(em: EntityManager, customerId: number, email: string | null | undefined, contactId = 0): Promise<void> {
  if (!email) return;
  await em.execute('select 1 from customer where customer_id = ? for update', [customerId]);
  const [other] = await em.execute<{ name: string }[]>(
    `select trim(contact_firstname || ' ' || contact_lastname) as name from customer_contact
      where customer_id = ? and contact_id <> ? and lower(contact_email) = lower(?) limit 1`,
    [customerId, contactId, email],
  );
  if (other !== undefined) throw conflict(`${other.name} of this customer already has the e-mail address ${email}.`, 'contact_email');
}

/** Makes a contact without writing it yet; `path` leads the field that an error names. */
export function newContact(em: EntityManager, customerId: number, fields: ContactFields, defaults: CustomerDefaults, path = ''): ContactEntity {
  return em.create(Contact, { ...normalContact(fields, defaults, path), contact_firstname: fields.contact_firstname, customer_id: customerId });
}

/** The given fields with the telephone number as E.164. */
export function normalContact(fields: Partial<ContactFields>, { country }: CustomerDefaults, path = '') {
  const { contact_phone: phone, ...rest } = fields;
  return { ...given(rest), ...(phone === undefined ? {} : { contact_phone: phone === null ? null : e164(phone, country, `${path}contact_phone`) }) };
}
