import { type Ctx, change } from '../context.ts';
import { conflict, forbidden, invalid } from '../errors.ts';
import { given } from '../given.ts';
import { newContact } from './create-contact.ts';
import { newSite } from './create-site.ts';
import type { FullCustomerJson } from './customer-columns.ts';
import type { ContactFields, CustomerDefaults, CustomerFields, SiteFields } from './customer-fields.ts';
import { Customer } from './customer.entity.ts';
import { readCustomer } from './get-customer.ts';

/** A new customer with the contacts and sites it starts with. */
export interface CreateCustomerInput extends CustomerFields {
  contacts?: ContactFields[] | undefined;
  sites?: SiteFields[] | undefined;
}

/** Creates a customer with its contacts and sites in one transaction (CUS-1); throws `validation` naming the field, e.g. contacts.0.contact_phone. */
export async function createCustomer(ctx: Ctx, input: CreateCustomerInput, defaults: CustomerDefaults): Promise<FullCustomerJson> {
  if (ctx.principal.customerId !== null) throw forbidden('A customer’s own user cannot create customers.');
  const { contacts = [], sites = [], ...fields } = input;
  demandDatesInOrder(fields);
  demandDifferentEmails(contacts);
  return change(ctx, async (em) => {
    const customer = em.create(Customer, { ...given(fields), customer_name: fields.customer_name });
    await em.flush();
    contacts.forEach((contact, index) => newContact(em, customer.customer_id, contact, defaults, `contacts.${index}.`));
    sites.forEach((site, index) => newSite(em, customer.customer_id, site, defaults, `sites.${index}.`));
    await em.flush();
    return readCustomer(em, customer.customer_id);
  });
}

function demandDifferentEmails(contacts: readonly ContactFields[]): void {
  const seen = new Set<string>();
  for (const [index, { contact_email: email }] of contacts.entries()) {
    const key = email?.toLowerCase();
    if (key !== undefined && seen.has(key)) throw conflict(`Two contacts have the e-mail address ${email}.`, `contacts.${index}.contact_email`);
    if (key !== undefined) seen.add(key);
  }
}

/** Throws `validation` when a contract would end before it starts. */
export function demandDatesInOrder({
  contract_start_date: start,
  contract_end_date: end,
}: Pick<CustomerFields, 'contract_start_date' | 'contract_end_date'>): void {
  if (start && end && end < start) throw invalid('contract_end_date', 'The contract cannot end before it starts.');
}
