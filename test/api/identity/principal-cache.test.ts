import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { watchPrincipals, type WatchedPrincipals } from '../../../api/middleware/identity-changes.ts';
import { createPrincipalCache } from '../../../api/middleware/principal-cache.ts';
import { anonymous } from '../../../domain/identity/principal.ts';
import { bearer, createIdentityApi, type IdentityApi } from './support.ts';

const found = (endsAtMs?: number) => vi.fn(async () => ({ principal: anonymous, ...(endsAtMs === undefined ? {} : { endsAtMs }) }));

describe('the memory of principals', () => {
  it('answers again without looking up, until something changes or time is over', async () => {
    let nowMs = 0;
    const cache = createPrincipalCache(
      () => true,
      () => nowMs,
    );
    const find = found();
    await cache.get('a', find);
    await cache.get('a', find);
    expect(find).toHaveBeenCalledTimes(1);
    cache.forget();
    await cache.get('a', find);
    expect(find).toHaveBeenCalledTimes(2);
    nowMs = 5001;
    await cache.get('a', find);
    expect(find).toHaveBeenCalledTimes(3);
  });

  it('ends with the token', async () => {
    let nowMs = 0;
    const cache = createPrincipalCache(
      () => true,
      () => nowMs,
    );
    const find = found(1000);
    await cache.get('a', find);
    nowMs = 1000;
    await cache.get('a', find);
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('does not keep what was looked up before a change', async () => {
    const cache = createPrincipalCache(() => true);
    const find = vi.fn(async () => {
      cache.forget();
      return { principal: anonymous };
    });
    await cache.get('a', find);
    await cache.get('a', find);
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('keeps neither refusals nor anything while deaf', async () => {
    const find = found();
    const deaf = createPrincipalCache(() => false);
    await deaf.get('a', find);
    await deaf.get('a', find);
    expect(find).toHaveBeenCalledTimes(2);
    const refuse = vi.fn(async () => Promise.reject(new Error('no')));
    const cache = createPrincipalCache(() => true);
    await expect(cache.get('a', refuse)).rejects.toThrow('no');
    await expect(cache.get('a', refuse)).rejects.toThrow('no');
    expect(refuse).toHaveBeenCalledTimes(2);
  });
});

describe('an API that remembers', () => {
  let api: IdentityApi;
  let watched: WatchedPrincipals;
  let token: string;
  const me = async () => (await api.send('GET', '/crm/auth/me', { headers: bearer(token) })).status;
  const permissions = async () => (await api.send('GET', '/crm/auth/me', { headers: bearer(token) })).body['permissions'];

  beforeAll(async () => {
    const late: WatchedPrincipals['principals'] = { get: (key, find) => watched.principals.get(key, find), forget: () => watched.principals.forget() };
    api = await createIdentityApi({}, { principals: late });
    watched = watchPrincipals(api.database.url);
    await vi.waitFor(() => expect(watched.listening()).toBe(true));
    await api.addUser({ email: 'sue@example.com', roles: ['cbc'] });
    token = (await api.logIn('sue@example.com')).body.token;
  });
  afterAll(async () => {
    await watched.close();
    await api.close();
  });

  it('hears of a role that changed elsewhere', async () => {
    expect(await permissions()).not.toContain('view_customer');
    await api.ctx().em.execute(`insert into role_permission select r.id, p.id from role r, permission p where r.name = 'cbc' and p.name = 'view_customer'`);
    await vi.waitFor(async () => expect(await permissions()).toContain('view_customer'), { timeout: 1000 });
  });

  it('ends a session at once on sign-out', async () => {
    expect(await me()).toBe(200);
    await api.send('POST', '/crm/auth/logout', { headers: bearer(token) });
    expect(await me()).toBe(401);
  });

  it('hears of a session ended elsewhere', async () => {
    token = (await api.logIn('sue@example.com')).body.token;
    expect(await me()).toBe(200);
    await api.ctx().em.execute('update refresh_token set revoked_at = now()');
    await vi.waitFor(async () => expect(await me()).toBe(401), { timeout: 1000 });
  });

  it('looks everybody up while its connection is lost, and listens again after', async () => {
    token = (await api.logIn('sue@example.com')).body.token;
    expect(await me()).toBe(200);
    const client = new pg.Client({ connectionString: api.database.url });
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'linewright identity changes' and datname = current_database()`,
    );
    await client.query('alter table refresh_token disable trigger refresh_token_identity');
    await client.query('update refresh_token set revoked_at = now()');
    await client.end();
    await vi.waitFor(() => expect(watched.listening()).toBe(false), { timeout: 1000 });
    expect(await me()).toBe(401);
    await vi.waitFor(() => expect(watched.listening()).toBe(true), { timeout: 5000 });
  });
});
