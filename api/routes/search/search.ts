import { z } from '@hono/zod-openapi';
import { searchEverything } from '../../../domain/search/search-everything.ts';
import { searchKinds } from '../../../domain/search/search-kinds.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { flag, pageOf, text, wholeNumber } from '../../schemas/contract.ts';

const hit = z
  .object({
    id: z.number(),
    name: z.string(),
    customer_id: z.number().nullable(),
    type: z.enum(searchKinds),
    customer_name: z.string().nullable().optional(),
    detail: z.string().nullable().optional(),
    status: z.string().nullable().optional(),
  })
  .openapi('SearchHit');

const query = z.object({
  search: text(200, 1),
  page: wholeNumber(1, 10_000_000).default(1),
  per_page: wholeNumber(1, 200).default(10),
  search_closed_records: flag().default(false),
  type: z.enum(searchKinds).optional(),
  details: flag().default(false),
});

/** `GET /utilities/search_everything` (SRCH-1, chapter 27), also under `/crm`. */
export function searchRoutes(api: Api, { config }: ApiDeps): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/utilities/search_everything',
      aliases: ['/utilities/search_everything'],
      // Which kinds are searched depends on the caller's permissions; nobody without any of them gets through.
      policy: 'signed_in',
      tag: 'search',
      summary: 'Search customers, contacts, sites, stock and services, or one type of them; details=true adds what tells hits of one name apart',
      query,
      response: pageOf(hit),
    },
    (ctx, input) => searchEverything(ctx, input.query, config.locale.country),
  );
}
