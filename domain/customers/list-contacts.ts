import type { Ctx } from '../context.ts';
import { demandCustomer } from './demand-customer.ts';
import { contactColumns, type ContactJson } from './customer-columns.ts';
import { Contact } from './contact.entity.ts';
import { recordJson } from '../record.ts';

/** All contacts of a customer, oldest first; throws `not_found` when there is no such customer for the caller. */
export async function listContacts({ em, principal }: Ctx, customerId: number): Promise<ContactJson[]> {
  await demandCustomer(em, principal, customerId);
  const rows = await em.find(Contact, { customer_id: customerId }, { orderBy: { contact_id: 'asc' } });
  return rows.map((row) => recordJson(contactColumns, row));
}
