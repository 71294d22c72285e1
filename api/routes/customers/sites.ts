import { z } from '@hono/zod-openapi';
import { createSite } from '../../../domain/customers/create-site.ts';
import type { CustomerDefaults } from '../../../domain/customers/customer-fields.ts';
import { deleteSite } from '../../../domain/customers/delete-site.ts';
import { getSite } from '../../../domain/customers/get-site.ts';
import { listSites } from '../../../domain/customers/list-sites.ts';
import { sitesWithin } from '../../../domain/customers/sites-within.ts';
import { updateSite } from '../../../domain/customers/update-site.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { id, latitude, longitude, pageOf, wholeNumber } from '../../schemas/contract.ts';
import { nearSiteShape, newSite, siteChange, siteShape } from './customer-schemas.ts';

const tag = 'customers';
const view = { permission: 'view_customer_site', own: 'view_own_customer_site' } as const;
const one = { path: '/crm/site/site_id/{site_id}', tag, params: z.object({ site_id: id() }), response: siteShape };

/** Half the way round the earth, kilometres. */
const farthest = 20_038;
const circle = z.object({
  latitude: latitude(),
  longitude: longitude(),
  radius: z
    .preprocess(Number, z.number('must be a number').positive('must be more than 0').max(farthest, `must be at most ${farthest}`))
    .openapi({ type: 'number', description: 'Kilometres' }),
  page: wholeNumber(1, 10_000_000).default(1),
  per_page: wholeNumber(1, 200).default(20),
});

/** Sites of customers (chapter 12); the list of a customer is a plain array, as plays read it. */
export function siteRoutes(api: Api, defaults: CustomerDefaults): void {
  endpoint(
    api,
    {
      method: 'put',
      path: '/crm/site',
      policy: { permission: 'create_customer_site' },
      tag,
      summary: 'Add a site to a customer',
      body: newSite,
      response: siteShape,
    },
    (ctx, { body }) => createSite(ctx, body, defaults),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/site/customer_id/{customer_id}',
      policy: view,
      tag,
      summary: 'List the sites of a customer',
      params: z.object({ customer_id: id() }),
      response: z.array(siteShape),
    },
    (ctx, { params }) => listSites(ctx, params.customer_id),
  );
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/site/within',
      policy: view,
      tag,
      summary: 'List the sites within a radius of a place, nearest first',
      query: circle,
      response: pageOf(nearSiteShape),
    },
    (ctx, { query: { page, per_page, ...place } }) => sitesWithin(ctx, place, { page, per_page }),
  );
  endpoint(api, { method: 'get', ...one, policy: view, summary: 'Read a site' }, (ctx, { params }) => getSite(ctx, params.site_id));
  endpoint(
    api,
    { method: 'patch', ...one, policy: { permission: 'update_customer_site' }, summary: 'Change a site', body: siteChange },
    (ctx, { params, body }) => updateSite(ctx, params.site_id, body, defaults),
  );
  endpoint(api, { method: 'delete', ...one, policy: { permission: 'delete_customer_site' }, summary: 'Remove a site' }, (ctx, { params }) =>
    deleteSite(ctx, params.site_id),
  );
}
