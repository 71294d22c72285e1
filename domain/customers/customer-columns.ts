import type { RecordJson } from '../record.ts';
import { accountTypes, customerStatuses, paymentTypes } from './customer-rules.ts';

/** What the contract shows of a customer. */
export const customerColumns = {
  customer_id: 'int',
  customer_name: 'text',
  customer_account_type: accountTypes,
  customer_status: customerStatuses,
  customer_payment_type: paymentTypes,
  customer_enabled: 'flag',
  tax_identifier: 'text?',
  contract_start_date: 'instant?',
  contract_end_date: 'instant?',
  archived_at: 'instant?',
  created: 'instant',
  last_modified: 'instant',
} as const;
export type CustomerJson = RecordJson<typeof customerColumns>;

/** What the contract shows of a contact. */
export const contactColumns = {
  contact_id: 'int',
  customer_id: 'int',
  contact_firstname: 'text',
  contact_lastname: 'text',
  contact_email: 'text?',
  contact_phone: 'text?',
  contact_types: 'text',
  created: 'instant',
  last_modified: 'instant',
} as const;
export type ContactJson = RecordJson<typeof contactColumns>;

/** What the contract shows of a site. */
export const siteColumns = {
  site_id: 'int',
  customer_id: 'int',
  site_name: 'text',
  address_line_1: 'text?',
  address_line_2: 'text?',
  city: 'text?',
  state: 'text?',
  zip_code: 'text?',
  country: 'text',
  latitude: 'real?',
  longitude: 'real?',
  google_maps_place_id: 'text?',
  plus_code: 'text?',
  address_note: 'text?',
  created: 'instant',
  last_modified: 'instant',
} as const;
export type SiteJson = RecordJson<typeof siteColumns>;

/** A customer with whom and where it is reached. */
export type FullCustomerJson = CustomerJson & { contacts: ContactJson[]; sites: SiteJson[] };
