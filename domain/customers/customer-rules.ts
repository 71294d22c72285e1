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
