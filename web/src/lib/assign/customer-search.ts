import { listCustomers, type Customer } from '#lib/api/customers-service.ts';
import type { ComboboxOption } from '#lib/design/combobox.svelte';

const choices = 12;

/** Finds customers for a combobox by name, id, e-mail address or phone number. */
export async function searchCustomers(text: string, signal: AbortSignal): Promise<ComboboxOption[]> {
  const query = { search: text || undefined, perPage: choices, sort: 'customer_name', order: 'asc' as const };
  const { data } = await listCustomers(query, { signal });
  return data.map(customerOption);
}

/** A customer as a choice of a combobox. */
export function customerOption(customer: Customer): ComboboxOption {
  const { customer_id, customer_name, customer_account_type, customer_status } = customer;
  return {
    value: String(customer_id),
    label: customer_name,
    description: `ID ${customer_id} · ${customer_account_type}${customer_status === 'Open' ? '' : ` · ${customer_status}`}`,
  };
}
