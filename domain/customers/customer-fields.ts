import type { AddressFields } from '../address-fields.ts';
import type { AccountType, CustomerStatus, PaymentType } from './customer-rules.ts';

/** What may be set of a customer. */
export interface CustomerFields {
  customer_name: string;
  customer_account_type?: AccountType | undefined;
  customer_status?: CustomerStatus | undefined;
  customer_payment_type?: PaymentType | undefined;
  customer_enabled?: boolean | undefined;
  tax_identifier?: string | null | undefined;
  contract_start_date?: Date | null | undefined;
  contract_end_date?: Date | null | undefined;
}

/** What may be set of a contact; `contact_types` is a comma-separated list of contact types. */
export interface ContactFields {
  contact_firstname: string;
  contact_lastname?: string | undefined;
  contact_email?: string | null | undefined;
  contact_phone?: string | null | undefined;
  contact_types?: string | undefined;
}

/** What may be set of a site. */
export interface SiteFields extends AddressFields {
  site_name: string;
  address_note?: string | null | undefined;
}

/** The operator's settings that customers' records default to. */
export interface CustomerDefaults {
  /** English name of the country that sites are in and telephone numbers belong to unless they say otherwise. */
  country: string;
}
