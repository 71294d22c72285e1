import type { TestApi } from '../../support/api.ts';

/** A record of `otherId`, and what its kind may say. */
export interface OthersRecord {
  kind: 'attribute' | 'tag' | 'contact' | 'site';
  recordId: number;
  otherId: number;
  fields: object;
}

/**
 * Tries every call on another customer's record as nobody (401), as staff without its permissions (403) and as a user of
 * `customerId` who has them all (404); answers those that were answered otherwise.
 */
export async function notKeptApart(api: TestApi, customerId: number, { kind, recordId, otherId, fields }: OthersRecord): Promise<string[]> {
  const one = `/crm/${kind}/${kind}_id/${recordId}`;
  const body = { customer_id: otherId, ...fields };
  const calls = [
    ['PUT', `/crm/${kind}/`, body],
    ['GET', one],
    ['GET', `/crm/${kind}/customer_id/${otherId}`],
    ['PATCH', one, body],
    ['DELETE', one],
  ] as const;
  const verbs = ['view_own', 'create', 'update', 'delete'] as const;
  const stranger = await api.staff('view_customer', 'view_product');
  const tenant = await api.customerUser(customerId, ...verbs.map((verb) => `${verb}_customer_${kind}` as const));
  const faults: string[] = [];
  for (const [method, path, sent] of calls) {
    const statuses: number[] = [];
    for (const caller of [api.anonymous, stranger, tenant]) statuses.push((await caller(method, path, sent)).status);
    if (statuses.join() !== '401,403,404') faults.push(`${method} ${path}: ${statuses.join()}`);
  }
  return faults;
}
