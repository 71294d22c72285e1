/** Where the portal offers a product (chapter 17); what is provisioned is the play's business alone. */
export const productCategories = ['standalone', 'addon', 'bundle', 'promo'] as const;
/** What happens at the end of a period: ask, always, never. Strings, as the contract has them. */
export const autoRenewModes = ['prompt', 'true', 'false'] as const;

export type ProductCategory = (typeof productCategories)[number];
export type AutoRenewMode = (typeof autoRenewModes)[number];
