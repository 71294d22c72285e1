import type { Connection } from '@temporalio/client';

/** `INDEXED_VALUE_TYPE_KEYWORD` of temporal.api.enums.v1; stores of development servers allow few attributes of other types. */
const keyword = 2;

/** Search attributes every workflow carries where they apply (ARC-9). */
export const searchAttributes = ['CustomerId', 'ServiceId', 'ProductId', 'ProvisionId', 'InvoiceId', 'InitiatingUser'] as const;

/** Registers the search attributes that the namespace lacks; a server that does not know one refuses every workflow that sets it. */
export async function registerSearchAttributes({ operatorService }: Connection, namespace: string): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = searchAttributes.filter((name) => customAttributes?.[name] === undefined);
  if (missing.length > 0) await operatorService.addSearchAttributes({ namespace, searchAttributes: asKeywords(missing) });
}

/** Names with the type the server is to give them. */
export const asKeywords = (names: readonly string[]): Record<string, number> => Object.fromEntries(names.map((name) => [name, keyword]));
