import type { Ctx } from '../../domain/context.ts';
import { createCustomer } from '../../domain/customers/create-customer.ts';
import type { FullCustomerJson } from '../../domain/customers/customer-columns.ts';
import type { ContactFields, CustomerDefaults, CustomerFields, SiteFields } from '../../domain/customers/customer-fields.ts';
import { companies, firstNames, lastNames } from './names.ts';
import { type Place, places, streets } from './places.ts';
import { createRandom, type Random } from './random.ts';

const individuals = 28;
const dayMs = 86_400_000;

/** Makes 40 customers, 12 of them businesses, with contacts and sites; a few are suspended, closed or archived. */
export async function makeCustomers(ctx: Ctx, defaults: CustomerDefaults, now: Date): Promise<FullCustomerJson[]> {
  const random = createRandom(2025);
  const made: FullCustomerJson[] = [];
  for (let index = 0; index < individuals; index += 1) made.push(await createCustomer(ctx, individual(random, index, now), defaults));
  for (const [index, name] of companies.entries()) made.push(await createCustomer(ctx, business(random, name, index, now), defaults));
  return made;
}

type NewCustomer = CustomerFields & { contacts: ContactFields[]; sites: SiteFields[] };

function individual(random: Random, index: number, now: Date): NewCustomer {
  const town = random.of(places);
  const contact = person(random, index, town, 'primary,billing');
  return {
    customer_name: `${contact.contact_firstname} ${contact.contact_lastname}`,
    customer_account_type: 'Individual',
    customer_payment_type: random.below(3) === 0 ? 'postpaid' : 'prepaid',
    customer_status: ({ 9: 'Suspended', 17: 'Closed', 23: 'Archived' } as const)[index] ?? 'Open',
    contract_start_date: new Date(now.getTime() - random.below(900) * dayMs),
    contacts: [contact],
    sites: [site(random, town, 'Home')],
  };
}

function business(random: Random, name: string, index: number, now: Date): NewCustomer {
  const town = random.of(places);
  const start = new Date(now.getTime() - random.below(700) * dayMs);
  const branches = Array.from({ length: random.below(3) }, () => random.of(places));
  return {
    customer_name: name,
    customer_account_type: 'Business',
    customer_payment_type: 'postpaid',
    tax_identifier: `GB${String(900_000_000 + random.below(99_999_999))}`,
    contract_start_date: start,
    contract_end_date: new Date(start.getTime() + 730 * dayMs),
    contacts: [person(random, individuals + 2 * index, town, 'primary,technical'), person(random, individuals + 2 * index + 1, town, 'billing')],
    sites: [site(random, town, 'Head office'), ...branches.map((branch) => site(random, branch, `${branch.city} branch`))],
  };
}

/** The first name changes with the number, so that no two share an address. */
function person(random: Random, number: number, town: Place, types: string): ContactFields {
  const first = firstNames[number % firstNames.length] ?? 'Ann';
  const last = random.of(lastNames);
  const mailbox = `${first}.${last}`.toLowerCase().replace(/[^a-z.]/g, '');
  const suffix = number < firstNames.length ? '' : String(number);
  // Ofcom keeps 07700 900000–900999 free for fiction; the upper part, as the lower is stock.
  const phone = random.below(3) === 0 ? `${town.dialCode}${100 + (number % 900)}` : `+44 7700 900${500 + number}`;
  return { contact_firstname: first, contact_lastname: last, contact_email: `${mailbox}${suffix}@mail.example`, contact_phone: phone, contact_types: types };
}

function site(random: Random, town: Place, name: string): SiteFields {
  const letters = 'ABDEFGHJLNPQRSTUWXYZ';
  const inward = `${random.below(10)}${letters.charAt(random.below(letters.length))}${letters.charAt(random.below(letters.length))}`;
  return {
    site_name: name,
    address_line_1: `${1 + random.below(180)} ${random.of(streets)}`,
    city: town.city,
    state: town.state,
    zip_code: `${town.postalDistrict} ${inward}`,
    latitude: degrees(town.latitude + random.between(-0.008, 0.008)),
    longitude: degrees(town.longitude + random.between(-0.012, 0.012)),
  };
}

const degrees = (value: number): number => Math.round(value * 1e6) / 1e6;
