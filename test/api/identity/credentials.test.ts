import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoint } from '../../../api/endpoint.ts';
import { signToken } from '../../../domain/identity/access-token.ts';
import { adminKey, bearer, cookieHeader, createIdentityApi, type IdentityApi, jwtSecret, networkKey, readerKey } from './support.ts';

let api: IdentityApi;
let token: string;
let cookie: string;
let rootId: number;

beforeAll(async () => {
  api = await createIdentityApi({
    api_keys: {
      [adminKey]: { roles: ['admin'], description: 'Automation' },
      [networkKey]: { roles: ['provisioning'], ips: ['10.0.0.0/8', '2001:db8::/32'] },
      [readerKey]: { roles: ['view_customer', 'no_such_thing'] },
    },
    ip_whitelist: {
      '10.179.2.142': { roles: ['provisioning'] },
      '10.179.0.0/16': { roles: ['Auditor'] },
      '0.0.0.0/0': { roles: ['view_product'] },
    },
    trusted_proxies: ['192.0.2.1', '127.0.0.1'],
  });
  const shape = z.object({ name: z.string() });
  endpoint(
    api.app,
    { method: 'put', path: '/probe', policy: { permission: 'update_customer' }, tag: 'test', summary: 'A change', body: shape, response: shape },
    async (_ctx, { body }) => body,
  );
  await api.addUser({ email: 'sue@example.com' });
  rootId = await api.addUser({ email: 'root@example.com', roles: ['admin'] });
  const login = await api.logIn('sue@example.com');
  token = login.body.token;
  cookie = cookieHeader(login.cookies);
});
afterAll(() => api.close());

const me = (headers: Record<string, string>, from?: string) => api.send('GET', '/crm/auth/me', { headers, ...(from === undefined ? {} : { from }) });
const key = (value: string) => ({ 'x-api-key': value });
const sid = randomUUID();
const signed = (claims: Record<string, unknown>, secret = jwtSecret, issuer = 'linewright') =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setSubject('1')
    .setIssuedAt()
    .setExpirationTime('5 min')
    .sign(new TextEncoder().encode(secret));

describe('a token', () => {
  it.each([
    ['signed with another secret', () => signed({ kind: 'user', sid }, 'another secret of more than thirty-two characters')],
    ['of another issuer', () => signed({ kind: 'user', sid }, jwtSecret, 'somebody')],
    ['of another kind', () => signed({ kind: 'reset', sid })],
    ['of no kind', () => signed({ sid })],
    ['with no session', () => signed({ kind: 'user' })],
    ['with a session that is no id', () => signed({ kind: 'user', sid: "'; drop table app_user --" })],
    ['of a session that does not exist', () => signed({ kind: 'user', sid })],
    [
      'without an end',
      () =>
        new SignJWT({ kind: 'user', sid })
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuer('linewright')
          .setSubject('1')
          .sign(new TextEncoder().encode(jwtSecret)),
    ],
    ['that has expired', () => signToken(jwtSecret, { kind: 'user', userId: 1, sessionId: sid }, -1)],
    ['without a signature', async () => new UnsecuredJWT({ kind: 'user', sid }).setIssuer('linewright').setSubject('1').setExpirationTime('5 min').encode()],
    ['that is no token', async () => 'abc'],
  ])('%s is refused', async (_what, make) => {
    const answer = await me(bearer(await make()));
    expect(answer.status).toBe(401);
    expect(answer.body.error.code).toBe('unauthorized');
  });

  it('changed by one letter is refused', async () => {
    const [head, payload, signature] = token.split('.');
    const forged = JSON.stringify({ ...JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()), sub: String(rootId) });
    expect((await me(bearer([head, Buffer.from(forged).toString('base64url'), signature].join('.')))).status).toBe(401);
  });

  it('of one user does not open another’s session', async () => {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sid: string };
    expect((await me(bearer(await signToken(jwtSecret, { kind: 'user', userId: rootId, sessionId: claims.sid })))).status).toBe(401);
  });

  it('is read whatever the case of Bearer, and not under another scheme', async () => {
    expect((await me({ authorization: `bearer ${token}` })).status).toBe(200);
    expect((await me({ authorization: `Basic ${token}` })).status).toBe(401);
    expect((await me({ authorization: token })).status).toBe(401);
  });
});

describe('several credentials', () => {
  it('in headers outrank the cookie, and a wrong one is not replaced by a good cookie', async () => {
    expect((await me({ ...key(adminKey), cookie })).body['email']).toBe('root@example.com');
    expect((await me({ ...bearer('wrong'), cookie })).status).toBe(401);
    expect((await me({ ...key('wrong'), cookie })).status).toBe(401);
  });

  it('of two kinds in headers are refused as ambiguous', async () => {
    const answer = await me({ ...bearer(token), ...key(adminKey) });
    expect(answer.status).toBe(400);
  });

  it('that are stale do not fall back to an allow-listed address', async () => {
    expect((await me({ cookie: 'access_token=stale' }, '10.179.2.142')).status).toBe(401);
  });

  it('that are stale do not close public routes', async () => {
    for (const headers of [{ cookie: 'access_token=stale' }, bearer('stale'), key('stale')]) {
      expect((await api.send('GET', '/crm/health', { headers })).status).toBe(200);
      expect((await api.send('POST', '/crm/auth/login', { headers, body: { email: 'sue@example.com', password: 'Correct-Horse-7' } })).status).toBe(200);
    }
  });

  it('make a change by cookie only with the portal’s header', async () => {
    const change = (headers: Record<string, string>) => api.send('PUT', '/probe', { headers, body: { name: 'x' } });
    expect((await change({ cookie })).status).toBe(403);
    expect((await change({ cookie, 'x-requested-with': 'XMLHttpRequest' })).status).toBe(403);
    expect((await change({ cookie, 'x-requested-with': 'linewright' })).status).toBe(200);
    expect((await change(bearer(token))).status).toBe(200);
  });

  it('without the permission answer 403, and none 401, whatever the body', async () => {
    const change = async (headers: Record<string, string>) => (await api.send('PUT', '/probe', { headers, body: { name: 5 } })).status;
    expect(await change({})).toBe(401);
    expect(await change(key(readerKey))).toBe(403);
    expect(await change(key(adminKey))).toBe(400);
  });

  it('are missing: 401 before anything is said about the request', async () => {
    expect((await me({})).status).toBe(401);
  });
});

describe('an API key', () => {
  it('acts as the first administrator with its own rights', async () => {
    const answer = await me(key(adminKey));
    expect(answer.body).toMatchObject({ id: rootId, roles: ['admin'], landing: '/customers' });
    const reader = await me(key(readerKey));
    expect(reader.body).toMatchObject({ id: rootId, roles: [], permissions: ['view_customer'] });
  });

  it('works from its addresses only', async () => {
    expect((await me(key(networkKey), '10.20.30.40')).status).toBe(200);
    expect((await me(key(networkKey), '::ffff:10.20.30.40')).status).toBe(200);
    expect((await me(key(networkKey), '2001:db8::7')).status).toBe(200);
    expect((await me(key(networkKey), '11.0.0.1')).status).toBe(401);
    expect((await me(key(networkKey))).status).toBe(401);
    expect((await me({ ...key(networkKey), 'x-forwarded-for': '10.1.1.1' }, '198.51.100.1')).status).toBe(401);
  });

  it.each(['', 'wrong', adminKey.slice(0, -1), `${adminKey} `.replace(' ', 'x'), 'é'.repeat(40)])('%j is refused', async (value) => {
    expect((await me(key(value))).status).toBe(401);
  });

  it('needs no header against foreign pages, a cookie does', async () => {
    expect((await api.send('POST', '/crm/auth/logout', { headers: key(adminKey) })).status).toBe(200);
  });
});

describe('an allow-listed address', () => {
  it('is let in with its roles, the narrowest entry counting', async () => {
    expect((await me({}, '10.179.2.142')).body).toMatchObject({ id: rootId, roles: ['provisioning'] });
    expect((await me({}, '10.179.9.9')).body).toMatchObject({ roles: ['Auditor'] });
    expect((await me({}, '203.0.113.5')).body).toMatchObject({ roles: [], permissions: ['view_product'] });
  });

  it.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])('is never the loopback address %s', async (from) => {
    expect((await me({}, from)).status).toBe(401);
  });

  it('is believed from a trusted proxy only, and read from the right', async () => {
    const forwarded = (value: string, from: string) => me({ 'x-forwarded-for': value }, from);
    expect((await forwarded('10.179.2.142', '192.0.2.1')).body['roles']).toEqual(['provisioning']);
    expect((await forwarded('10.179.2.142', '198.51.100.1')).body['roles']).toEqual([]);
    expect((await forwarded('10.179.2.142, 198.51.100.1', '192.0.2.1')).body['roles']).toEqual([]);
    expect((await forwarded('10.179.2.142, 192.0.2.1', '127.0.0.1')).body['roles']).toEqual(['provisioning']);
    expect((await forwarded('10.179.2.142, nonsense', '192.0.2.1')).status).toBe(401);
  });

  it('does not speak for a browser that a foreign page sends', async () => {
    expect((await me({ 'sec-fetch-site': 'cross-site' }, '10.179.2.142')).status).toBe(401);
  });
});
