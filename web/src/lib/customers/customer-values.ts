import type { FoundPlace } from '#lib/api/places-service.ts';
import type { MapMarker } from '#lib/map/map-marker.ts';
import type { Contact, ContactInput, Customer, CustomerInput, Site, SiteInput } from '#lib/api/customers-service.ts';

export const contactTypes = ['primary', 'billing', 'technical', 'other'] as const;

/** A contact's type as it is shown: "primary" → "Primary". */
export const contactTypeLabel = (type: string): string => type.charAt(0).toUpperCase() + type.slice(1);

/** Values of the customer form; texts are never null so that inputs can be bound to them. */
export interface CustomerValues extends Omit<CustomerInput, 'tax_identifier'> {
  tax_identifier: string;
}

/** Values of the contact form. */
export interface ContactValues {
  contact_firstname: string;
  contact_lastname: string;
  contact_email: string;
  contact_phone: string;
  contact_types: string[];
}

/** Values of the site form; coordinates as typed. */
export type SiteValues = Record<
  | 'site_name'
  | 'address_line_1'
  | 'address_line_2'
  | 'city'
  | 'state'
  | 'zip_code'
  | 'country'
  | 'latitude'
  | 'longitude'
  | 'plus_code'
  | 'google_maps_place_id'
  | 'address_note',
  string
>;

/** Form values of a customer, or of a new one. */
export function customerValues(customer?: Customer): CustomerValues {
  return {
    customer_name: customer?.customer_name ?? '',
    customer_account_type: customer?.customer_account_type ?? 'Individual',
    customer_status: customer?.customer_status ?? 'Open',
    customer_payment_type: customer?.customer_payment_type ?? 'prepaid',
    customer_enabled: customer?.customer_enabled ?? true,
    tax_identifier: customer?.tax_identifier ?? '',
    contract_start_date: customer?.contract_start_date ?? null,
    contract_end_date: customer?.contract_end_date ?? null,
  };
}

/** Turns form values into what the API takes. */
export function customerInput(values: CustomerValues): CustomerInput {
  return { ...values, tax_identifier: values.tax_identifier || null };
}

/** Form values of a contact, or of a new one. */
export function contactValues(contact?: Contact): ContactValues {
  return {
    contact_firstname: contact?.contact_firstname ?? '',
    contact_lastname: contact?.contact_lastname ?? '',
    contact_email: contact?.contact_email ?? '',
    contact_phone: contact?.contact_phone ?? '',
    contact_types: contact ? splitTypes(contact.contact_types) : ['primary'],
  };
}

/** Turns form values into what the API takes. */
export function contactInput(values: ContactValues): ContactInput {
  return {
    ...values,
    contact_email: values.contact_email || null,
    contact_phone: values.contact_phone || null,
    contact_types: values.contact_types.join(','),
  };
}

/** Form values of a site, or of a new one. */
export function siteValues(site?: Site): SiteValues {
  return {
    site_name: site?.site_name ?? '',
    address_line_1: site?.address_line_1 ?? '',
    address_line_2: site?.address_line_2 ?? '',
    city: site?.city ?? '',
    state: site?.state ?? '',
    zip_code: site?.zip_code ?? '',
    country: site?.country ?? '',
    latitude: site?.latitude?.toString() ?? '',
    longitude: site?.longitude?.toString() ?? '',
    plus_code: site?.plus_code ?? '',
    google_maps_place_id: site?.google_maps_place_id ?? '',
    address_note: site?.address_note ?? '',
  };
}

/** Turns form values into what the API takes; a blank country is left to the operator's default. */
export function siteInput(values: SiteValues): SiteInput {
  const { site_name, country, latitude, longitude, plus_code: _derived, ...texts } = values;
  const optional = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text || null])) as {
    [Key in keyof typeof texts]: string | null;
  };
  return {
    ...optional,
    site_name,
    ...(country ? { country } : {}),
    latitude: latitude === '' ? null : Number(latitude),
    longitude: longitude === '' ? null : Number(longitude),
  } as SiteInput;
}

/** What is missing of a site, by field; the API asks for the coordinates only when everything else is right. */
export function missingOfSite({ site_name, latitude, longitude }: SiteValues): Record<string, string> {
  const pin = 'Set the pin on the map or type the coordinates.';
  return {
    ...(latitude.trim() === '' && { latitude: pin }),
    ...(longitude.trim() === '' && { longitude: pin }),
    ...(site_name.trim() === '' && { site_name: 'Must not be empty.' }),
  };
}

/** A coordinate as typed; undefined while it is none. */
export function typedDegrees(text: string, most: number): number | undefined {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) || Math.abs(value) > most ? undefined : value;
}

/** Puts a found place into the form: what is known of the address replaces what was there when it is exact, and fills gaps when it is not. */
export function takePlace(values: SiteValues, place: FoundPlace): void {
  const exact = place.precision === 'address';
  for (const key of ['address_line_1', 'address_line_2', 'city', 'state', 'zip_code', 'country'] as const) {
    if (exact) values[key] = place[key] ?? '';
    else if (values[key] === '' && place[key]) values[key] = place[key];
  }
  if (values.site_name === '' && place.site_name) values.site_name = place.site_name;
  values.plus_code = place.plus_code;
  values.google_maps_place_id = place.google_maps_place_id ?? '';
}

/** The types in a contact's comma-separated list. */
export function splitTypes(types: string): string[] {
  return types
    .split(',')
    .map((type) => type.trim())
    .filter(Boolean);
}

/** A contact's full name. */
export function contactName(contact: Pick<Contact, 'contact_firstname' | 'contact_lastname'>): string {
  return [contact.contact_firstname, contact.contact_lastname].filter(Boolean).join(' ');
}

/** A site's address on one line. */
export function siteAddress(site: Site): string {
  const { address_line_1, address_line_2, city, state, zip_code, country } = site;
  return [address_line_1, address_line_2, city, state, zip_code, country].filter(Boolean).join(', ');
}

/** Pins of the sites whose coordinates are known. */
export function siteMarkers(sites: readonly Site[]): MapMarker[] {
  return sites.flatMap(({ site_id: id, site_name: label, latitude: lat, longitude: lng }) =>
    lat === null || lng === null ? [] : [{ id, label, lat, lng }],
  );
}
