import type { FullUser, UserInput } from '#lib/api/users-service.ts';
import type { ComboboxOption } from '#lib/design/combobox.svelte';

/** A user's form. */
export interface UserValues {
  username: string;
  email: string;
  first_name: string;
  middle_name: string;
  last_name: string;
  phone_number: string;
  roles: string[];
  contact: ComboboxOption | null;
}

/** Values of a user's form; of an empty one without a user. */
export function userValues(user?: FullUser): UserValues {
  const contact = user?.contact;
  return {
    username: user?.username ?? '',
    email: user?.pending_email ?? user?.email ?? '',
    first_name: user?.first_name ?? '',
    middle_name: user?.middle_name ?? '',
    last_name: user?.last_name ?? '',
    phone_number: user?.phone_number ?? '',
    roles: user?.roles ?? [],
    contact: contact
      ? {
          value: String(contact.contact_id),
          label: `${contact.contact_firstname} ${contact.contact_lastname}`.trim(),
          description: contact.customer_name,
        }
      : null,
  };
}

/** What is missing, by the API's field names. */
export function userErrors({ first_name, last_name, email, roles }: UserValues): Record<string, string> {
  return {
    ...(first_name.trim() ? {} : { first_name: 'Enter a first name.' }),
    ...(last_name.trim() ? {} : { last_name: 'Enter a last name.' }),
    ...(email.trim() ? {} : { email: 'Enter an e-mail address.' }),
    ...(roles.length > 0 ? {} : { role: 'Choose at least one role.' }),
  };
}

/** What the API is sent; an address that is already waiting for its proof is not asked for again, the present one takes that back. */
export function userInput(values: UserValues, user?: FullUser): UserInput {
  const { contact, email, username, ...rest } = values;
  const sameEmail = user !== undefined && email.trim() === (user.pending_email ?? user.email);
  return {
    ...rest,
    ...(sameEmail ? {} : { email: email.trim() }),
    ...(username.trim() === '' ? {} : { username: username.trim() }),
    middle_name: rest.middle_name.trim() || null,
    phone_number: rest.phone_number.trim() || null,
    contact_id: contact === null ? null : Number(contact.value),
  };
}
