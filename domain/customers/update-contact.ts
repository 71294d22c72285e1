import { type Ctx, change } from '../context.ts';
import { recordJson } from '../record.ts';
import { demandNewEmail, normalContact } from './create-contact.ts';
import { contactColumns, type ContactJson } from './customer-columns.ts';
import type { ContactFields, CustomerDefaults } from './customer-fields.ts';
import { findContact } from './get-contact.ts';

/** Changes what is given of a contact; throws `conflict` when another contact of the customer has the e-mail address. */
export async function updateContact(ctx: Ctx, contactId: number, input: Partial<ContactFields>, defaults: CustomerDefaults): Promise<ContactJson> {
  return change(ctx, async (em) => {
    const contact = await findContact(em, ctx.principal, contactId);
    await demandNewEmail(em, contact.customer_id, input.contact_email, contactId);
    em.assign(contact, normalContact(input, defaults));
    await em.flush();
    return recordJson(contactColumns, contact);
  });
}
