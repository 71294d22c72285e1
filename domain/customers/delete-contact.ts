import { type Ctx, change } from '../context.ts';
import { conflict } from '../errors.ts';
import { recordJson } from '../record.ts';
import { contactColumns, type ContactJson } from './customer-columns.ts';
import { findContact } from './get-contact.ts';

/** Removes a contact and answers what it was; throws `conflict` while a user signs in as this contact. */
export async function deleteContact(ctx: Ctx, contactId: number): Promise<ContactJson> {
  return change(ctx, async (em) => {
    const contact = await findContact(em, ctx.principal, contactId);
    const [user] = await em.execute<object[]>('select from app_user where contact_id = ? and not deleted limit 1', [contactId]);
    if (user !== undefined) throw conflict('A user signs in as this contact; delete or unlink that user first.');
    const shown = recordJson(contactColumns, contact);
    await em.remove(contact).flush();
    return shown;
  });
}
