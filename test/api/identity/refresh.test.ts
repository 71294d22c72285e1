import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bearer, createIdentityApi, cookieHeader, type IdentityApi } from './support.ts';

let api: IdentityApi;
let login: Awaited<ReturnType<IdentityApi['logIn']>>;

beforeAll(async () => {
  api = await createIdentityApi();
  await api.addUser({ email: 'sue@example.com' });
});
beforeEach(async () => {
  login = await api.logIn('sue@example.com');
});
afterAll(() => api.close());

const refresh = (token: string) => api.send('POST', '/crm/auth/refresh', { body: { refresh_token: token } });
const me = (token: string) => api.send('GET', '/crm/auth/me', { headers: bearer(token) });
const age = (seconds: number) => api.ctx().em.execute(`update refresh_token set rotated_at = rotated_at - make_interval(secs => ?)`, [seconds]);

describe('refresh', () => {
  it('gives new tokens that work', async () => {
    const next = await refresh(login.body.refresh_token);
    expect(next.status).toBe(200);
    expect(next.body.refresh_token).not.toBe(login.body.refresh_token);
    expect((await me(next.body.token)).body).toEqual(login.body.user);
    expect((await refresh(next.body.refresh_token)).status).toBe(200);
  });

  it('works by cookie from the portal', async () => {
    const answer = await api.send('POST', '/crm/auth/refresh', { headers: { cookie: cookieHeader(login.cookies), 'x-requested-with': 'linewright' } });
    expect(answer.status).toBe(200);
    expect(answer.cookies).toHaveLength(2);
  });

  it('keeps a remembered session to its 30 days', async () => {
    const { body } = await api.logIn('sue@example.com', { body: { remember: true } });
    await api.ctx().em.execute(`update refresh_token set expires_at = expires_at - interval '29 days' where remember`);
    const next = await refresh(body.refresh_token);
    const seconds = Number(/Max-Age=(\d+)/.exec(next.cookies.find((cookie) => cookie.startsWith('refresh_token=')) ?? '')?.[1]);
    expect(seconds).toBeLessThanOrEqual(86_400);
  });

  it('serves ten tabs at once, each with a token of its own', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(login.body.refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(10);
    for (const { body } of answers) expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  it('of a token used again after the grace ends the whole session at once', async () => {
    const next = await refresh(login.body.refresh_token);
    await age(11);
    expect((await refresh(login.body.refresh_token)).status).toBe(401);
    expect((await refresh(next.body.refresh_token)).status).toBe(401);
    expect((await me(next.body.token)).status).toBe(401);
    expect((await me(login.body.token)).status).toBe(401);
  });

  it('leaves the user’s other sessions alone when one is ended', async () => {
    const other = await api.logIn('sue@example.com');
    await refresh(login.body.refresh_token);
    await age(11);
    await refresh(login.body.refresh_token);
    expect((await me(other.body.token)).status).toBe(200);
    expect((await refresh(other.body.refresh_token)).status).toBe(200);
  });

  it.each([
    ['unknown', 'x'.repeat(43)],
    ['an access token', ''],
  ])('refuses a token that is %s', async (_what, token) => {
    const answer = await refresh(token || login.body.token.slice(0, 200));
    expect(answer.status).toBe(401);
    expect(answer.body.error.code).toBe('unauthorized');
  });

  it('refuses without a token, and with one that is over', async () => {
    expect((await api.send('POST', '/crm/auth/refresh')).status).toBe(401);
    await api.ctx().em.execute(`update refresh_token set expires_at = now() - interval '1 second'`);
    expect((await refresh(login.body.refresh_token)).status).toBe(401);
  });

  it('ends with the user', async () => {
    const id = await api.addUser({ email: 'gone@example.com' });
    const { body } = await api.logIn('gone@example.com');
    await api.ctx().em.execute('update app_user set deleted = true where id = ?', [id]);
    expect((await refresh(body.refresh_token)).status).toBe(401);
    expect((await me(body.token)).status).toBe(401);
    expect((await api.logIn('gone@example.com')).status).toBe(401);
  });

  it('stores no token in the clear', async () => {
    const rows = await api.ctx().em.execute<{ token_hash: string }[]>('select token_hash from refresh_token');
    expect(rows.map(({ token_hash }) => token_hash)).not.toContain(login.body.refresh_token);
  });
});

describe('sign-out', () => {
  it('by refresh token, access token or both ends the session, whatever else is sent', async () => {
    const out = await api.send('POST', '/auth/logout', { body: { refresh_token: login.body.refresh_token }, headers: bearer('nonsense') });
    expect(out.status).toBe(200);
    expect((await me(login.body.token)).status).toBe(401);
    const other = await api.logIn('sue@example.com');
    await api.send('POST', '/crm/auth/logout', { headers: bearer(other.body.token) });
    expect((await refresh(other.body.refresh_token)).status).toBe(401);
  });
});
