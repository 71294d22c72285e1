import { z } from '@hono/zod-openapi';
import ipaddr from 'ipaddr.js';
import { apiKeyColumns } from '../../../domain/identity/api-key-json.ts';
import { listApiKeys, readApiKey } from '../../../domain/identity/list-api-keys.ts';
import { createApiKey, regenerateApiKey, revokeApiKey, updateApiKey } from '../../../domain/identity/manage-api-keys.ts';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';
import { noCache } from '../../middleware/principal-cache.ts';
import { id, instant, listQuery, optionalText, pageOf, text } from '../../schemas/contract.ts';
import { recordShape } from '../../schemas/record.ts';

const tag = 'API keys';
const policy = { permission: 'manage_api_keys' } as const;
const path = '/crm/api-keys/{api_key_id}';

/** A date is meant with its last second (chapter 03); an instant is one. */
const expiry = z
  .preprocess(
    (value) => (value === '' ? null : typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T23:59:59Z` : value),
    instant().nullable(),
  )
  .openapi({ type: ['string', 'null'], example: '2026-01-10' });
const addresses = z
  .array(z.string().refine((value) => ipaddr.isValid(value) || ipaddr.isValidCIDR(value), 'must be an IP address or a CIDR range such as 10.0.0.0/8'))
  .max(100)
  .nullable();
const permissions = z.array(z.string().max(100), 'must be a list of permissions').max(200);
const fields = { description: optionalText(2000).optional(), expiry_date: expiry.optional(), ips: addresses.optional() };
const newKey = z.object({ name: text(150, 1), permissions, ...fields }).openapi('NewApiKey');
const keyChange = z.object({ name: text(150, 1).optional(), permissions: permissions.optional(), ...fields }).openapi('ApiKeyChange');
const keyShape = recordShape(apiKeyColumns, 'ApiKeyRecord')
  .extend({ permissions: z.array(z.string()), ips: z.array(z.string()).nullable() })
  .openapi('ApiKey');
const shownKey = keyShape.extend({ api_key: z.string() }).openapi('ShownApiKey');
const counters = z.object({ total: z.int(), active: z.int(), expiring: z.int(), expired: z.int() });
const done = z.object({ message: z.string() });
const one = { path, policy, tag, params: z.object({ api_key_id: id() }), response: keyShape };

/** API keys of the database (AUTH-13, chapter 03); a key is shown when it is made or regenerated, and never again. */
export function apiKeyRoutes(api: Api, { principals = noCache }: ApiDeps): void {
  endpoint(
    api,
    {
      method: 'get',
      path: '/crm/api-keys',
      policy,
      tag,
      summary: 'List and search API keys, masked, with counters; filter by status',
      query: listQuery,
      response: pageOf(keyShape).extend({ counters }),
    },
    (ctx, { query }) => listApiKeys(ctx, query),
  );
  endpoint(
    api,
    {
      method: 'post',
      path: '/crm/api-keys',
      policy,
      tag,
      summary: 'Make an API key; the answer shows it this once',
      body: newKey,
      response: shownKey,
      status: 201,
    },
    async (ctx, { body, c }) => {
      c.header('cache-control', 'no-store');
      return createApiKey(ctx, body);
    },
  );
  endpoint(api, { method: 'get', ...one, summary: 'Read an API key without its secret' }, (ctx, { params }) => readApiKey(ctx.em, params.api_key_id));
  endpoint(
    api,
    { method: 'patch', ...one, summary: 'Change name, description, expiry, addresses or permissions', body: keyChange },
    async (ctx, { params, body }) => {
      const key = await updateApiKey(ctx, params.api_key_id, body);
      principals.forget();
      return key;
    },
  );
  endpoint(
    api,
    { method: 'post', ...one, path: `${path}/regenerate`, summary: 'Replace the key; the old one is refused at once', response: shownKey },
    async (ctx, { params, c }) => {
      c.header('cache-control', 'no-store');
      const key = await regenerateApiKey(ctx, params.api_key_id);
      principals.forget();
      return key;
    },
  );
  endpoint(api, { method: 'delete', ...one, summary: 'Revoke an API key, at once and for good', response: done }, async (ctx, { params }) => {
    await revokeApiKey(ctx, params.api_key_id);
    principals.forget();
    return { message: 'The API key was revoked.' };
  });
}
