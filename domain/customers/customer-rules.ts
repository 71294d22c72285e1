/** Account types of chapter 12; they decide between residential and business products. */
export const accountTypes = ['Individual', 'Business'] as const;
export const customerStatuses = ['Open', 'Closed', 'Suspended', 'Archived'] as const;
export const paymentTypes = ['prepaid', 'postpaid'] as const;
/** Contact types that decide who receives which message (CUS-5). */
export const contactTypes = ['primary', 'billing', 'technical', 'other'] as const;

export type AccountType = (typeof accountTypes)[number];
export type CustomerStatus = (typeof customerStatuses)[number];
export type PaymentType = (typeof paymentTypes)[number];
export type ContactType = (typeof contactTypes)[number];

/** Contact types from a list or from comma-separated text, each once; undefined when one is not known or there is none. */
export function parseContactTypes(value: string | readonly string[]): string | undefined {
  const words = (typeof value === 'string' ? value.split(',') : value).map((word) => word.trim().toLowerCase()).filter((word) => word !== '');
  const known = words.every((word) => (contactTypes as readonly string[]).includes(word));
  return known && words.length > 0 ? [...new Set(words)].join(',') : undefined;
}
