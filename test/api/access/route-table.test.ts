import { OpenAPIHono, z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type ApiEnv, endpoint, publicPage, type RoutePolicy } from '../../../api/endpoint.ts';
import { createTestApi, type TestApi } from '../../support/api.ts';
import { routesOf, unguardedHandlers } from './support/route-table.ts';

let app: TestApi;
beforeAll(async () => {
  app = await createTestApi();
});
afterAll(() => app?.close());

const emptyApi = (): OpenAPIHono<ApiEnv> => new OpenAPIHono<ApiEnv>();
const answer = { method: 'get', path: '/crm/seeded/{id}', tag: 'test', summary: 'Seeded', response: z.object({}) } as const;

/** What everybody may call; a new one is put here by somebody who thought about it. */
const publicRoutes = [
  'GET /crm/branding',
  'GET /crm/branding/picture/{name}',
  'GET /crm/docs',
  'GET /crm/docs/assets/{name}',
  'GET /crm/health',
  'GET /crm/openapi.json',
  ...['login', 'logout', 'refresh', 'forgot_password', 'reset_password', 'verify_email', 'check_link'].flatMap((name) => [
    `POST /crm/auth/${name}`,
    `POST /auth/${name}`,
  ]),
  // The way back is open to whoever holds the refresh token.
  ...['/crm/auth/stop_impersonation', '/auth/stop_impersonation', '/auth/stop_imPERSONATION'].map((path) => `POST ${path}`),
  // Signing in with a provider begins and ends without a session; the state in between is bound to the browser.
  ...['providers', 'oidc/{provider}/start', 'oidc/{provider}/callback'].flatMap((name) => [`GET /crm/auth/${name}`, `GET /auth/${name}`]),
  'POST /2fa/verify/user/{user_id}',
  'POST /crm/2fa/verify/user/{user_id}',
];

describe('the application', () => {
  it('answers by nothing but routes with a policy', () => {
    expect(unguardedHandlers(app.api), 'mount these with endpoint() or publicPage(), which ask who may call them').toEqual([]);
  });

  it('describes every route in its document, but for pages', () => {
    const hidden = routesOf(app.api).filter(({ documented, policy }) => !documented && policy !== 'public');
    expect(hidden).toEqual([]);
  });

  it('is open to everybody nowhere else', () => {
    const open = routesOf(app.api).filter(({ policy }) => policy === 'public');
    const names = open.map(({ method, path }) => `${method.toUpperCase()} ${path}`).filter((name) => !publicRoutes.includes(name));
    expect(names, 'if everybody may really call these, add them to “publicRoutes” of test/api/access/route-table.test.ts').toEqual([]);
  });
});

describe('a seeded route', () => {
  it('without a policy is refused by the types and when it is registered', () => {
    const api = emptyApi();
    // @ts-expect-error -- a policy is not optional
    expect(() => endpoint(api, answer, async () => ({}))).toThrow('GET /crm/seeded/{id} has no usable policy');
    const misspelt = { permission: 'view_everything' } as unknown as RoutePolicy;
    expect(() => endpoint(api, { ...answer, policy: misspelt }, async () => ({}))).toThrow('no usable policy');
    expect(unguardedHandlers(api)).toEqual([]);
  });

  it('mounted around endpoint() is refused by the types and found', () => {
    const hono = emptyApi();
    const api: Api = hono;
    // @ts-expect-error -- what routes are added to has no `get`
    expect(() => api.get('/crm/typed', (c) => c.json({}))).not.toThrow();
    hono.all('/crm/secret/*', (c) => c.json({}));
    hono.on('PURGE', '/crm/cache', (c) => c.json({}));
    hono.mount('/crm/mounted', () => new Response('{}'));
    expect(unguardedHandlers(api)).toEqual(['GET /crm/typed', 'ALL /crm/secret/*', 'PURGE /crm/cache', 'ALL /crm/mounted/*']);
  });

  it('mounted properly is in the table', () => {
    const api = emptyApi();
    endpoint(api, { ...answer, aliases: ['/seeded/{id}'], policy: { permission: 'view_customer' } }, async () => ({}));
    publicPage(api, '/crm/page/{name}', (c) => c.text('page'));
    expect(routesOf(api).map(({ path, documented }) => [path, documented])).toEqual([
      ['/crm/seeded/{id}', true],
      ['/seeded/{id}', true],
      ['/crm/page/{name}', false],
    ]);
    expect(unguardedHandlers(api)).toEqual([]);
  });
});
