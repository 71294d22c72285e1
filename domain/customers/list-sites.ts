import type { Ctx } from '../context.ts';
import { demandCustomer } from './demand-customer.ts';
import { siteColumns, type SiteJson } from './customer-columns.ts';
import { Site } from './site.entity.ts';
import { recordJson } from '../record.ts';

/** All sites of a customer, oldest first; throws `not_found` when there is no such customer for the caller. */
export async function listSites({ em, principal }: Ctx, customerId: number): Promise<SiteJson[]> {
  await demandCustomer(em, principal, customerId);
  const rows = await em.find(Site, { customer_id: customerId }, { orderBy: { site_id: 'asc' } });
  return rows.map((row) => recordJson(siteColumns, row));
}
