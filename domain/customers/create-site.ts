import type { EntityManager } from '@mikro-orm/postgresql';
import { type Ctx, change } from '../context.ts';
import { given } from '../given.ts';
import { recordJson } from '../record.ts';
import { type SiteJson, siteColumns } from './customer-columns.ts';
import type { CustomerDefaults, SiteFields } from './customer-fields.ts';
import { demandCustomer } from './demand-customer.ts';
import { demandLocated } from './plus-code.ts';
import { Site, type SiteEntity } from './site.entity.ts';

/**
 * Adds a site to a customer (CUS-4). Coordinates are required, or a full Plus Code instead; the Plus Code comes from the
 * coordinates, the country from the settings unless given.
 */
export async function createSite(ctx: Ctx, input: SiteFields & { customer_id: number }, defaults: CustomerDefaults): Promise<SiteJson> {
  const { customer_id, ...fields } = input;
  return change(ctx, async (em) => {
    await demandCustomer(em, ctx.principal, customer_id);
    const site = newSite(em, customer_id, fields, defaults);
    await em.flush();
    return recordJson(siteColumns, site);
  });
}

/** Makes a site without writing it yet; `path` leads the field that an error names. */
export function newSite(em: EntityManager, customerId: number, fields: SiteFields, defaults: CustomerDefaults, path = ''): SiteEntity {
  const { site_name, country, ...rest } = demandLocated(fields, path);
  return em.create(Site, { ...given(rest), site_name, country: country ?? defaults.country, customer_id: customerId });
}
