import { type Ctx, change } from '../context.ts';
import { recordJson } from '../record.ts';
import { normalContact } from './create-contact.ts';
import { contactColumns, type ContactJson } from './customer-columns.ts';
import type { ContactFields, CustomerDefaults } from './customer-fields.ts';
import { findContact } from './get-contact.ts';

/** Changes what is given of a contact. */
export async function updateContact(ctx: Ctx, contactId: number, input: Partial<ContactFields>, defaults: CustomerDefaults): Promise<ContactJson> {
  return change(ctx, async (em) => {
    const contact = await findContact(em, ctx.principal, contactId);
    em.assign(contact, normalContact(input, defaults));
    await em.flush();
    return recordJson(contactColumns, contact);
  });
}
