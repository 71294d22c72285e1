import { listParameters, type ListQuery, type Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

export const accountTypes = ['Individual', 'Business'] as const;
export const customerStatuses = ['Open', 'Closed', 'Suspended', 'Archived'] as const;
export const paymentTypes = ['prepaid', 'postpaid'] as const;

/** Company or individual that is invoiced (chapters 09 and 12). */
export interface Customer {
  customer_id: number;
  customer_name: string;
  customer_account_type: (typeof accountTypes)[number];
  customer_status: (typeof customerStatuses)[number];
  customer_payment_type: (typeof paymentTypes)[number];
  customer_enabled: boolean;
  tax_identifier: string | null;
  contract_start_date: string | null;
  contract_end_date: string | null;
  /** Set while the customer is archived. */
  archived_at: string | null;
  created: string;
  last_modified: string;
}

/** Keys of a record that people fill in. */
export type CustomerInput = Omit<Customer, 'customer_id' | 'archived_at' | 'created' | 'last_modified'>;

/** A customer with its people and places. */
export interface CustomerDetail extends Customer {
  contacts: Contact[];
  sites: Site[];
}

/** Person who acts for a customer; `contact_types` is a comma-separated list. */
export interface Contact {
  contact_id: number;
  customer_id: number;
  contact_firstname: string;
  contact_lastname: string;
  contact_email: string | null;
  contact_phone: string | null;
  contact_types: string;
  created: string;
  last_modified: string;
}

/** Physical place where services are delivered; coordinates are WGS 84 degrees. */
export interface Site {
  site_id: number;
  customer_id: number;
  site_name: string;
  address_line_1: string | null;
  address_line_2: string | null;
  city: string | null;
  state: string | null;
  zip_code: string | null;
  country: string;
  latitude: number | null;
  longitude: number | null;
  google_maps_place_id: string | null;
  plus_code: string | null;
  address_note: string | null;
  created: string;
  last_modified: string;
}

export type ContactInput = Omit<Contact, 'contact_id' | 'customer_id' | 'created' | 'last_modified'>;
export type SiteInput = Omit<Site, 'site_id' | 'customer_id' | 'plus_code' | 'created' | 'last_modified'>;

/** Lists customers. */
export const listCustomers = (query: ListQuery, context: RequestContext = {}) =>
  request<Page<Customer>>('GET', '/crm/customers', { ...context, query: listParameters(query) });

/** Returns one customer with contacts and sites. Throws `ApiError` 404. */
export const getCustomer = (customerId: number, context: RequestContext = {}) =>
  request<CustomerDetail>('GET', `/crm/customer/customer_id/${customerId}`, context);

/** Creates a customer, its contacts and its sites in one call. */
export const createCustomer = (
  input: CustomerInput & { contacts?: ContactInput[]; sites?: SiteInput[] },
  context: RequestContext = {},
) => request<CustomerDetail>('PUT', '/crm/customer/', { ...context, body: input });

/** Changes the given keys of a customer. */
export const updateCustomer = (customerId: number, input: Partial<CustomerInput>, context: RequestContext = {}) =>
  request<Customer>('PATCH', `/crm/customer/customer_id/${customerId}`, { ...context, body: input });

/** Archives a customer with everything. Throws `ApiError` naming what is in the way. */
export const archiveCustomer = (customerId: number, context: RequestContext = {}) =>
  request<CustomerDetail>('DELETE', `/crm/customer/customer_id/${customerId}`, context);

/** Brings an archived customer back as it was. */
export const restoreCustomer = (customerId: number, context: RequestContext = {}) =>
  request<CustomerDetail>('POST', `/crm/customer/customer_id/${customerId}/restore`, context);

/** Adds a contact to a customer. */
export const createContact = (customerId: number, input: ContactInput, context: RequestContext = {}) =>
  request<Contact>('PUT', '/crm/contact/', { ...context, body: { ...input, customer_id: customerId } });

/** Changes the given keys of a contact. */
export const updateContact = (contactId: number, input: Partial<ContactInput>, context: RequestContext = {}) =>
  request<Contact>('PATCH', `/crm/contact/contact_id/${contactId}`, { ...context, body: input });

/** Removes a contact. */
export const deleteContact = (contactId: number, context: RequestContext = {}) =>
  request<void>('DELETE', `/crm/contact/contact_id/${contactId}`, context);

/** Adds a site to a customer. */
export const createSite = (customerId: number, input: SiteInput, context: RequestContext = {}) =>
  request<Site>('PUT', '/crm/site/', { ...context, body: { ...input, customer_id: customerId } });

/** Changes the given keys of a site. */
export const updateSite = (siteId: number, input: Partial<SiteInput>, context: RequestContext = {}) =>
  request<Site>('PATCH', `/crm/site/site_id/${siteId}`, { ...context, body: input });

/** Removes a site. */
export const deleteSite = (siteId: number, context: RequestContext = {}) =>
  request<void>('DELETE', `/crm/site/site_id/${siteId}`, context);
