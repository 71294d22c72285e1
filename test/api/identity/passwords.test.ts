import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, deliverLink, failBefore, holdClock, lastMail } from './account-support.ts';
import { bearer, cookieHeader, createIdentityApi, type IdentityApi, password } from './support.ts';

let api: IdentityApi;
let admin: string;
const fresh = 'Fresh-Horse-8';

holdClock();
beforeAll(async () => {
  api = await createIdentityApi();
  await api.addUser({ email: 'root@example.com', roles: ['admin'] });
  admin = (await api.logIn('root@example.com')).body.token;
});
afterAll(() => api.close());

const forgot = (email: string, from = '127.0.0.1', path = '/auth/forgot_password') => api.send('POST', path, { body: { email }, from });
const reset = (token: string, new_password: string, from = '127.0.0.1') => api.send('POST', '/auth/reset_password', { body: { token, new_password }, from });
const tokenFor = async (email: string) => {
  await forgot(email);
  return deliverLink(api, 'password_reset');
};

describe('a forgotten password', () => {
  it.each(['/auth/forgot_password', '/crm/auth/forgot_password'])('at %s answers alike for every address', async (path) => {
    await api.addUser({ email: `known${path.length}@example.com` });
    const [known, unknown] = [await forgot(`known${path.length}@example.com`, '127.0.0.1', path), await forgot('nobody@example.com', '127.0.0.1', path)];
    expect(known.status).toBe(200);
    expect(known).toEqual(unknown);
  });

  it('orders the same mail, under a key that tells nothing, whether the account exists or not', async () => {
    await forgot('nobody@example.com');
    const [order] = api.mails.slice(-1);
    expect(order).toMatchObject({ kind: 'password_reset', key: expect.stringMatching(/^[\w-]{22}$/) });
    expect(JSON.stringify(order)).not.toMatch(/nobody|example/);
    await forgot(' NOBODY@example.com ');
    expect(api.mails.at(-1)?.key).toBe(order?.key);
  });

  it('is set anew by the link, once; every session ends', async () => {
    const id = await api.addUser({ email: 'once@example.com' });
    const { token: session } = (await api.logIn('once@example.com')).body;
    const token = await tokenFor('once@example.com');
    const done = await reset(token, fresh);
    expect(done.status).toBe(200);
    expect(done.cookies.some((cookie) => cookie.startsWith(`known_device=${id}.`))).toBe(true);
    expect((await api.send('GET', '/auth/me', { headers: bearer(session) })).status).toBe(401);
    expect((await reset(token, 'Other-Horse-9')).body.error).toMatchObject({ code: 'precondition', field: 'token' });
    expect((await api.logIn('once@example.com')).status).toBe(401);
    expect((await api.logIn('once@example.com', { body: { password: fresh } })).body.user).toMatchObject({ id, email_verified: true });
    expect(lastMail(api, 'password_reset_done').content.userId).toBe(id);
  });

  it('is set by one of many who use the link at once', async () => {
    await api.addUser({ email: 'race@example.com' });
    const token = await tokenFor('race@example.com');
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => reset(token, `Racing-Horse-${index}`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('keeps its link for another try when the new one breaks the rules or was had before', async () => {
    await api.addUser({ email: 'again@example.com' });
    const token = await tokenFor('again@example.com');
    expect((await reset(token, 'short')).body.error).toMatchObject({ code: 'validation', field: 'new_password' });
    expect((await reset(token, password)).body.error).toMatchObject({ code: 'validation', field: 'new_password' });
    expect((await reset(token, fresh)).status).toBe(200);
  });

  it.each(['nonsense', '', 'a'.repeat(300)])('is not set with the token “%s”', async (token) => {
    expect((await reset(token, fresh)).status).toBeGreaterThanOrEqual(400);
    expect((await reset(token, fresh)).status).toBeLessThan(500);
  });

  it('is not set by a link that is over, replaced, or of a deleted user', async () => {
    const id = await api.addUser({ email: 'over@example.com' });
    const em = api.ctx().em;
    const late = await tokenFor('over@example.com');
    await em.execute(`update account_link set expires_at = now() - interval '1 second' where user_id = ?`, [id]);
    expect((await reset(late, fresh)).status).toBe(422);
    const [first, second] = [await tokenFor('over@example.com'), await tokenFor('over@example.com')];
    expect((await reset(second, fresh)).status).toBe(200);
    expect((await reset(first, 'Other-Horse-9')).status).toBe(422);
    const third = await tokenFor('over@example.com');
    await em.execute('update app_user set deleted = true where id = ?', [id]);
    expect((await reset(third, 'Third-Horse-10')).status).toBe(422);
  });

  it('leads in from a place that is blocked', async () => {
    await api.addUser({ email: 'blocked@example.com' });
    const wrong = () => api.logIn('blocked@example.com', { body: { password: 'Wrong-Guess-1' }, from: '203.0.113.7' });
    for (let failure = 0; failure < 5; failure += 1) await wrong();
    expect((await api.logIn('blocked@example.com', { from: '203.0.113.7' })).status).toBe(429);
    expect(lastMail(api, 'account_locked').content.email).toBe('blocked@example.com');
    const token = await deliverLink(api, 'account_locked');
    expect((await reset(token, fresh, '203.0.113.7')).status).toBe(200);
    expect((await api.logIn('blocked@example.com', { body: { password: fresh }, from: '203.0.113.7' })).status).toBe(200);
  });

  it('leads in on a device of one’s own that is blocked', async () => {
    await api.addUser({ email: 'device@example.com' });
    const cookies = (await api.logIn('device@example.com')).cookies.filter((cookie) => cookie.startsWith('known_device'));
    const attempt = (text: string) => api.logIn('device@example.com', { body: { password: text }, headers: { cookie: cookieHeader(cookies) } });
    for (let failure = 0; failure < 5; failure += 1) await attempt('Wrong-Guess-1');
    expect((await attempt(password)).status).toBe(429);
    expect((await reset(await deliverLink(api, 'account_locked'), fresh)).status).toBe(200);
    expect((await attempt(fresh)).status).toBe(200);
  });

  it('is asked for by one network fifty times, then no more', async () => {
    for (let time = 0; time < 50; time += 1) expect((await forgot(`user${time}@example.com`, '192.0.2.77')).status).toBe(200);
    expect((await forgot('one-more@example.com', '192.0.2.77')).status).toBe(429);
    expect((await forgot('one-more@example.com', '192.0.2.78')).status).toBe(200);
  });
});

describe('a lock-out', () => {
  it('does not reach a device its owner signed in on before, whatever happens elsewhere', async () => {
    await api.addUser({ email: 'owner@example.com' });
    const home = '203.0.113.20';
    const device = cookieHeader((await api.logIn('owner@example.com', { from: home })).cookies.filter((cookie) => cookie.startsWith('known_device')));
    for (let failure = 0; failure < 6; failure += 1) await api.logIn('owner@example.com', { body: { password: 'Wrong-Guess-1' }, from: home });
    expect((await api.logIn('owner@example.com', { from: home })).status).toBe(429);
    expect((await api.logIn('owner@example.com', { from: home, headers: { cookie: device } })).status).toBe(200);
    const forged = device.replace(/\.[^.]+$/, '.AAAA');
    expect((await api.logIn('owner@example.com', { from: home, headers: { cookie: forged } })).status).toBe(429);
    const foreign = device.replace(/=\d+\./, '=1.');
    expect((await api.logIn('owner@example.com', { from: home, headers: { cookie: foreign } })).status).toBe(429);
  });

  it('stops a hundred networks together, and a known device still gets in', async () => {
    await api.addUser({ email: 'famous@example.com' });
    const device = cookieHeader(
      (await api.logIn('famous@example.com', { from: '203.0.113.30' })).cookies.filter((cookie) => cookie.startsWith('known_device')),
    );
    await failBefore(
      api,
      Array.from({ length: 98 }, (_, network) => ({ email: 'famous@example.com', from: `198.18.${network}.1` })),
    );
    for (const network of [98, 99])
      expect((await api.logIn('famous@example.com', { body: { password: 'Wrong-Guess-1' }, from: `198.18.${network}.1` })).status).toBe(401);
    expect((await api.logIn('famous@example.com', { from: '198.19.0.1' })).status).toBe(429);
    expect((await api.logIn('famous@example.com', { from: '203.0.113.31', headers: { cookie: device } })).status).toBe(200);
  });
});

describe('changing one’s own password', () => {
  const change = (token: string, current_password: string, new_password: string) =>
    as(api, token)('POST', '/auth/change_password', { current_password, new_password });

  it('ends every other session and tells by mail', async () => {
    const id = await api.addUser({ email: 'change@example.com' });
    const [here, there] = [(await api.logIn('change@example.com')).body.token, (await api.logIn('change@example.com')).body.token];
    expect((await change(here, 'Wrong-Guess-1', fresh)).body.error).toMatchObject({ field: 'current_password' });
    expect((await change(here, password, 'weak')).body.error).toMatchObject({ field: 'new_password' });
    expect((await change(here, password, fresh)).status).toBe(200);
    expect((await as(api, here)('GET', '/auth/me')).status).toBe(200);
    expect((await as(api, there)('GET', '/auth/me')).status).toBe(401);
    expect(lastMail(api, 'password_changed').content.userId).toBe(id);
  });

  it('remembers the last five', async () => {
    await api.addUser({ email: 'history@example.com' });
    const { token } = (await api.logIn('history@example.com')).body;
    const passwords = [password, ...Array.from({ length: 5 }, (_, index) => `Many-Horses-${index}`)];
    for (let next = 1; next < 5; next += 1) expect((await change(token, passwords[next - 1] ?? '', passwords[next] ?? '')).status).toBe(200);
    for (const old of passwords.slice(0, 5)) expect((await change(token, passwords[4] ?? '', old)).body.error).toMatchObject({ field: 'new_password' });
    expect((await change(token, passwords[4] ?? '', passwords[5] ?? '')).status).toBe(200);
    expect((await change(token, passwords[5] ?? '', password)).status).toBe(200);
  });

  it('cannot be used to guess the present one', async () => {
    await api.addUser({ email: 'open@example.com' });
    const { token } = (await api.logIn('open@example.com')).body;
    const statuses: number[] = [];
    for (let guess = 0; guess < 6; guess += 1) statuses.push((await change(token, `Wrong-Guess-${guess}`, fresh)).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
    expect((await api.logIn('open@example.com')).status).toBe(200);
  });

  it('is for people who are signed in', async () => {
    expect((await api.send('POST', '/auth/change_password', { body: { current_password: password, new_password: fresh } })).status).toBe(401);
  });
});

describe('a temporary password', () => {
  it('is shown once, ends the sessions, and must be changed before anything else', async () => {
    const id = await api.addUser({ email: 'temp@example.com', roles: ['admin'] });
    const { token: before } = (await api.logIn('temp@example.com')).body;
    const made = await as(api, admin)('POST', `/auth/users/${id}/admin_reset_password`, {});
    const temporary = String(made.body['temporary_password']);
    expect(temporary).toHaveLength(12);
    expect((await as(api, before)('GET', '/auth/me')).status).toBe(401);
    const signedIn = await api.logIn('temp@example.com', { body: { password: temporary } });
    expect(signedIn.body.user).toMatchObject({ must_first: 'change_password' });
    const send = as(api, signedIn.body.token);
    for (const [method, path] of [
      ['GET', '/crm/customer/'],
      ['GET', '/auth/sessions'],
      ['POST', `/auth/users/${id}/admin_reset_password`],
      ['GET', '/crm/product/'],
    ] as const) {
      expect((await send(method, path, method === 'POST' ? {} : undefined)).body.error).toMatchObject({
        code: 'forbidden',
        message: 'Change your password first.',
      });
    }
    expect((await send('GET', '/auth/me')).body).toMatchObject({ must_first: 'change_password' });
    expect((await send('POST', '/auth/change_password', { current_password: temporary, new_password: temporary })).status).toBe(400);
    expect((await send('POST', '/auth/change_password', { current_password: temporary, new_password: fresh })).status).toBe(200);
    expect((await send('GET', '/auth/sessions')).status).toBe(200);
    expect((await send('GET', '/auth/me')).body).toMatchObject({ must_first: null });
  });

  it('lets somebody in who was locked out, at once, and so does an administrator without one', async () => {
    const id = await api.addUser({ email: 'shut@example.com' });
    const attempts = Array.from({ length: 5 }, () => ({ email: 'shut@example.com', from: '203.0.113.50' }));
    const attempt = (text: string) => api.logIn('shut@example.com', { body: { password: text }, from: '203.0.113.50' });
    const root = as(api, admin);
    await failBefore(api, attempts);
    expect((await attempt(password)).status).toBe(429);
    expect((await root('GET', `/auth/users/${id}`)).body).toMatchObject({ locked: true, locked_until: expect.any(String) });
    expect((await root('PUT', `/auth/users/${id}`, { locked: true })).body.error).toMatchObject({ field: 'locked' });
    expect((await root('PUT', `/auth/users/${id}`, { locked: false })).body).toMatchObject({ locked: false, locked_until: null });
    expect((await attempt(password)).status).toBe(200);
    await failBefore(api, attempts);
    const { body } = await root('POST', `/auth/users/${id}/admin_reset_password`, {});
    expect((await attempt(String(body['temporary_password']))).status).toBe(200);
  });

  it('may be chosen, by administrators alone', async () => {
    const id = await api.addUser({ email: 'chosen@example.com' });
    const path = `/crm/auth/users/${id}/admin_reset_password`;
    expect((await as(api, admin)('POST', path, { new_password: 'weak' })).body.error).toMatchObject({ field: 'new_password' });
    expect((await as(api, admin)('POST', path, { new_password: 'TempP@ssw0rd!', force_change: false })).body).toMatchObject({
      temporary_password: 'TempP@ssw0rd!',
      force_change: false,
    });
    const { token } = (await api.logIn('chosen@example.com', { body: { password: 'TempP@ssw0rd!' } })).body;
    expect((await as(api, token)('POST', path, {})).status).toBe(403);
    expect((await as(api, admin)('POST', '/auth/users/999999/admin_reset_password', {})).status).toBe(404);
  });
});
