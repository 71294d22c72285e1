import { z } from '@hono/zod-openapi';
import { contactColumns, customerColumns, siteColumns } from '../../../domain/customers/customer-columns.ts';
import { accountTypes, contactTypes, customerStatuses, parseContactTypes, paymentTypes } from '../../../domain/customers/customer-rules.ts';
import { addressFields } from '../../schemas/address.ts';
import { flag, id, optionalInstant, optionalText, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const customerFields = {
  customer_account_type: z.enum(accountTypes).optional(),
  customer_status: z.enum(customerStatuses).optional(),
  customer_payment_type: z.enum(paymentTypes).optional(),
  customer_enabled: flag().optional(),
  tax_identifier: optionalText(64).optional(),
  contract_start_date: optionalInstant().optional(),
  contract_end_date: optionalInstant().optional(),
};

/** A list or comma-separated text of contact types, stored as the text. */
const types = z
  .union([z.string(), z.array(z.string())])
  .transform((value, check) => {
    const parsed = parseContactTypes(value);
    if (parsed !== undefined) return parsed;
    check.addIssue({ code: 'custom', message: `must be one or more of ${contactTypes.join(', ')}` });
    return z.NEVER;
  })
  .openapi({ type: 'string', example: 'primary,billing' });

const email = z
  .preprocess((value) => (typeof value === 'string' ? value.trim() || null : value), z.email('must be an e-mail address').max(254).nullable())
  .openapi({ type: ['string', 'null'] });

const contactFields = {
  contact_lastname: text(150).optional(),
  contact_email: email.optional(),
  contact_phone: optionalText(40).optional(),
  contact_types: types.optional(),
};

const siteFields = {
  ...addressFields,
  plus_code: optionalText(32).optional(),
  address_note: optionalText(4000).optional(),
};

const newContactFields = { contact_firstname: text(150, 1), ...contactFields };
const newSiteFields = { site_name: text(255, 1), ...siteFields };

/** Most contacts or sites that one request may bring. */
const maxParts = 200;

/** Customer to be created, with as many contacts and sites as one request may bring (chapter 07). */
export const newCustomer = z
  .object({
    customer_name: text(255, 1),
    ...customerFields,
    contacts: z.array(z.object(newContactFields)).max(maxParts).optional(),
    sites: z.array(z.object(newSiteFields)).max(maxParts).optional(),
  })
  .openapi('NewCustomer');
/** Keys of a customer that are to change; what is left out stays, contacts and sites have requests of their own. */
export const customerChange = z.object({ customer_name: text(255, 1).optional(), ...customerFields }).openapi('CustomerChange');
/** Person to be added to a customer (chapter 07). */
export const newContact = z.object({ customer_id: id(), ...newContactFields }).openapi('NewContact');
/** Keys of a contact that are to change; the customer cannot. */
export const contactChange = z.object({ contact_firstname: text(150, 1).optional(), ...contactFields }).openapi('ContactChange');
/** Place to be added to a customer (chapter 07), with coordinates or a full Plus Code. */
export const newSite = z.object({ customer_id: id(), ...newSiteFields }).openapi('NewSite');
/** Keys of a site that are to change; the customer cannot. */
export const siteChange = z.object({ site_name: text(255, 1).optional(), ...siteFields }).openapi('SiteChange');

/** Customer as it is answered; instants in UTC, ISO 8601. */
export const customerShape = recordShape(customerColumns, 'Customer');
/** Contact as it is answered. */
export const contactShape = recordShape(contactColumns, 'Contact');
/** Site as it is answered; coordinates in degrees, WGS 84. */
export const siteShape = recordShape(siteColumns, 'Site');
/** Customer with all its contacts and sites. */
export const fullCustomerShape = customerShape.extend({ contacts: z.array(contactShape), sites: z.array(siteShape) }).openapi('FullCustomer');
/** Site found around a place which it is `distance_km` kilometres away from. */
export const nearSiteShape = siteShape.extend({ customer_name: z.string(), distance_km: z.number() }).openapi('NearSite');
const arpuMonth = z.object({ month: z.string(), revenue: z.number(), services: z.int(), arpu: z.number(), average_arpu: z.number() });
/** Average revenue per service by month; months begin in the operator’s time zone, amounts are in its currency. */
export const arpuShape = z
  .object({ customer_id: z.int(), currency: z.string(), time_zone: z.string(), months: z.array(arpuMonth), arpu: z.number(), average_arpu: z.number() })
  .openapi('Arpu');
