import { type Ctx, change } from '../context.ts';
import { conflict } from '../errors.ts';
import { recordJson } from '../record.ts';
import { type SiteJson, siteColumns } from './customer-columns.ts';
import { findSite } from './get-site.ts';

/** Removes a site and answers what it was; throws `conflict` while a service is delivered there. */
export async function deleteSite(ctx: Ctx, siteId: number): Promise<SiteJson> {
  return change(ctx, async (em) => {
    const site = await findSite(em, ctx.principal, siteId);
    const [service] = await em.execute<{ service_name: string }[]>(
      `select service_name from service where site_id = ? and service_status <> 'Inactive' limit 1`,
      [siteId],
    );
    if (service !== undefined) throw conflict(`The service “${service.service_name}” is delivered at this site; move or end it first.`);
    const shown = recordJson(siteColumns, site);
    await em.remove(site).flush();
    return shown;
  });
}
