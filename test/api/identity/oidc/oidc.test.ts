import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf, enrol, holdClock } from '../account-support.ts';
import { cookieHeader, createIdentityApi, type IdentityApi } from '../support.ts';
import { browse, clientId, clientSecret, type RunningProvider, startProvider } from './provider.ts';

const portal = 'http://localhost:3000';
const callback = `${portal}/auth/oidc/test/callback`;
let provider: RunningProvider;
let api: IdentityApi;

holdClock();
beforeAll(async () => {
  provider = await startProvider(callback);
  const test = { label: 'Test provider', issuer: provider.issuer, client_id: clientId, client_secret: clientSecret };
  const gone = { label: 'Gone', issuer: 'http://127.0.0.1:1', client_id: 'x' };
  api = await createIdentityApi({ web: { public_url: portal }, login_providers: { test, gone } });
});
afterAll(async () => {
  await api.close();
  await provider.close();
});

const get = async (path: string, cookie = '') => {
  const response = await api.app.request(path, { headers: { cookie } }, { incoming: { socket: { remoteAddress: '127.0.0.1' } } });
  return { status: response.status, location: response.headers.get('location') ?? '', cookies: response.headers.getSetCookie() };
};

/** Begins at the portal and comes back from the provider: the cookie of the attempt and the address the browser is sent to. */
async function leave(next = ''): Promise<{ cookie: string; back: string; asked: URL }> {
  const started = await get(`/auth/oidc/test/start${next}`);
  expect(started.status).toBe(302);
  const back = await browse(started.location, callback);
  return { cookie: cookieHeader(started.cookies), back: back.slice(portal.length), asked: new URL(started.location) };
}
const signIn = async (next = '') => {
  const { cookie, back } = await leave(next);
  return get(back, cookie);
};

let serial = 0;
let subject = '';
beforeEach(() => {
  serial += 1;
  subject = `subject-${serial}`;
  provider.signIn = subject;
});

/** A user whose address is proven here, and their account at the provider. */
async function known(email: string): Promise<number> {
  const id = await api.addUser({ email });
  await api.ctx().em.execute('update app_user set email_verified = true where id = ?', [id]);
  provider.people.set(subject, { email, email_verified: true });
  return id;
}

describe('sign-in with a provider', () => {
  it('is offered for the providers of the settings', async () => {
    expect((await api.send('GET', '/auth/providers')).body).toEqual({
      providers: [
        { id: 'test', label: 'Test provider' },
        { id: 'gone', label: 'Gone' },
      ],
    });
  });

  it('asks with PKCE, state and nonce, and opens a session', async () => {
    await known('google@example.com');
    const { cookie, back, asked } = await leave();
    expect(asked.searchParams.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
    expect(cookie).not.toContain(asked.searchParams.get('state'));
    const done = await get(back, cookie);
    expect(done.location).toBe(`${portal}/customers`);
    const me = await api.send('GET', '/auth/me', { headers: { cookie: cookieHeader(done.cookies) } });
    expect(me.body).toMatchObject({ email: 'google@example.com' });
  });

  it('goes on where somebody was, on this portal alone', async () => {
    await known('next@example.com');
    expect((await signIn('?next=/customers/7%3Ftab%3Dsites')).location).toBe(`${portal}/customers/7?tab=sites`);
    expect((await signIn('?next=//evil.example')).location).toBe(`${portal}/customers`);
  });

  it('knows its user by issuer and subject, whatever the address becomes', async () => {
    const id = await known('before@example.com');
    await signIn();
    await api.ctx().em.execute(`update app_user set email = 'after@example.com' where id = ?`, [id]);
    provider.people.set(subject, { email: 'elsewhere@example.com', email_verified: false });
    expect((await signIn()).location).toBe(`${portal}/customers`);
  });

  it('asks for the second factor where there is one', async () => {
    const user = await enrol(api, 'both@example.com');
    await api.ctx().em.execute('update app_user set email_verified = true where id = ?', [user.id]);
    provider.people.set(subject, { email: user.email, email_verified: true });
    const half = await signIn();
    expect(half.location).toBe(`${portal}/login?code_for=${user.id}`);
    expect(half.cookies.some((cookie) => cookie.startsWith('access_token='))).toBe(false);
    const headers = { cookie: cookieHeader(half.cookies), 'x-requested-with': 'linewright' };
    expect((await api.send('POST', `/2fa/verify/user/${user.id}`, { body: { code: codeOf(user.secret) }, headers })).status).toBe(200);
  });
});

describe('sign-in with a provider is refused', () => {
  const refused = (why: string) => `${portal}/login?refused=${why}`;

  it('to an address nobody here has', async () => {
    provider.people.set(subject, { email: 'stranger@example.com', email_verified: true });
    expect((await signIn()).location).toBe(refused('unknown'));
  });

  it('to an address the provider has not verified, or does not say', async () => {
    await known('unverified@example.com');
    provider.people.set(subject, { email: 'unverified@example.com', email_verified: false });
    expect((await signIn()).location).toBe(refused('unverified'));
    provider.people.set(subject, {});
    expect((await signIn()).location).toBe(refused('unverified'));
  });

  it('to an address that is not proven here, which somebody else may have signed up with', async () => {
    await api.addUser({ email: 'squatted@example.com' });
    provider.people.set(subject, { email: 'squatted@example.com', email_verified: true });
    expect((await signIn()).location).toBe(refused('unconfirmed'));
  });

  it('to a deleted user', async () => {
    const id = await known('deleted@example.com');
    await signIn();
    await api.ctx().em.execute('update app_user set deleted = true where id = ?', [id]);
    expect((await signIn()).location).toBe(refused('unknown'));
  });

  it('to who cancels', async () => {
    provider.signIn = null;
    expect((await signIn()).location).toBe(refused('cancelled'));
  });

  it('without the cookie of the attempt, with another’s, and a second time', async () => {
    await known('state@example.com');
    const [mine, other] = [await leave(), await leave()];
    expect((await get(mine.back)).location).toBe(refused('stale'));
    expect((await get(mine.back, other.cookie)).location).toBe(refused('stale'));
    expect((await get(mine.back, 'oidc_attempt=forged')).location).toBe(refused('stale'));
    expect((await get(mine.back, mine.cookie)).location).toBe(`${portal}/customers`);
    expect((await get(mine.back, mine.cookie)).location).toBe(refused('failed'));
  });

  it('with a code that belongs to another attempt', async () => {
    await known('mixed@example.com');
    const [mine, other] = [await leave(), await leave()];
    const code = new URL(other.back, portal).searchParams.get('code') ?? '';
    const mixed = new URL(mine.back, portal);
    mixed.searchParams.set('code', code);
    expect((await get(mixed.pathname + mixed.search, mine.cookie)).location).toBe(refused('failed'));
  });

  it('when the provider does not answer or is not enabled', async () => {
    expect((await get('/auth/oidc/gone/start')).location).toBe(refused('failed'));
    expect((await get('/auth/oidc/absent/start')).status).toBe(404);
    expect((await get('/auth/oidc/constructor/start')).status).toBe(404);
  });
});
