import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import { demandScope } from '../identity/scope.ts';
import { recordJson, selectList } from '../record.ts';
import { contactColumns, customerColumns, type FullCustomerJson, siteColumns } from './customer-columns.ts';

/** A customer with its contacts and sites; throws `not_found` also for another tenant's. */
export async function getCustomer({ em, principal }: Ctx, customerId: number): Promise<FullCustomerJson> {
  demandScope(principal, customerId, 'Customer', customerId);
  return readCustomer(em, customerId);
}

/** Reads a customer with its contacts and sites, oldest first; who may see it has been settled. */
export async function readCustomer(em: EntityManager, customerId: number): Promise<FullCustomerJson> {
  const rows = (columns: object, table: string, order: string) =>
    em.execute<object[]>(`select ${selectList(columns as Record<string, 'text'>, 't')} from ${table} t where t.customer_id = ? order by t.${order}`, [
      customerId,
    ]);
  const [customer] = await rows(customerColumns, 'customer', 'customer_id');
  if (customer === undefined) throw notFound('Customer', customerId);
  const contacts = await rows(contactColumns, 'customer_contact', 'contact_id');
  const sites = await rows(siteColumns, 'customer_site', 'site_id');
  return {
    ...recordJson(customerColumns, customer),
    contacts: contacts.map((row) => recordJson(contactColumns, row)),
    sites: sites.map((row) => recordJson(siteColumns, row)),
  };
}
