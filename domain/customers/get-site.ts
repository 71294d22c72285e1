import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { ownScope } from '../identity/scope.ts';
import { recordJson } from '../record.ts';
import { siteColumns, type SiteJson } from './customer-columns.ts';
import { Site, type SiteEntity } from './site.entity.ts';

/** One site; throws `not_found` also for another tenant's. */
export async function getSite({ em, principal }: Ctx, siteId: number): Promise<SiteJson> {
  return recordJson(siteColumns, await findSite(em, principal, siteId));
}

/** The site itself, as long as it exists for the principal. */
export async function findSite(em: EntityManager, principal: Principal, siteId: number): Promise<SiteEntity> {
  const site = await em.findOne(Site, { site_id: siteId, ...ownScope(principal) });
  if (site === null) throw notFound('Site', siteId);
  return site;
}
