import { type Ctx, change } from '../context.ts';
import { given } from '../given.ts';
import { recordJson } from '../record.ts';
import { type SiteJson, siteColumns } from './customer-columns.ts';
import type { CustomerDefaults, SiteFields } from './customer-fields.ts';
import { findSite } from './get-site.ts';
import { demandLocated, located } from './plus-code.ts';

/** Changes what is given of a site; new coordinates give a new Plus Code, and a site cannot lose its place. */
export async function updateSite(ctx: Ctx, siteId: number, input: Partial<SiteFields>, defaults: CustomerDefaults): Promise<SiteJson> {
  return change(ctx, async (em) => {
    const site = await findSite(em, ctx.principal, siteId);
    const { country, ...rest } = input;
    em.assign(site, { ...given(rest), ...(country === undefined ? {} : { country: country ?? defaults.country }) });
    const { latitude, longitude, plus_code } = site;
    const place = { latitude: degrees(latitude), longitude: degrees(longitude) };
    // The code of where it was must not stand in for the place that was taken away.
    em.assign(site, isMoved(input) ? demandLocated({ ...place, plus_code: input.plus_code }) : { plus_code: located({ ...place, plus_code }).plus_code });
    await em.flush();
    return recordJson(siteColumns, site);
  });
}

const isMoved = ({ latitude, longitude }: Partial<SiteFields>): boolean => latitude !== undefined || longitude !== undefined;
const degrees = (value: number | string | null | undefined): number | null => (value === null || value === undefined ? null : Number(value));
