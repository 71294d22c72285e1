import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Contact } from '../../../domain/customers/contact.entity.ts';
import { Customer } from '../../../domain/customers/customer.entity.ts';
import { failBefore } from './account-support.ts';
import { bearer, cookieHeader, createIdentityApi, type IdentityApi, password } from './support.ts';

let api: IdentityApi;

beforeAll(async () => {
  api = await createIdentityApi();
  const em = api.database.orm.em.fork();
  const customer = em.create(Customer, { customer_name: 'Ann' });
  await em.flush();
  const contact = em.create(Contact, { customer_id: customer.customer_id, contact_firstname: 'Ann' });
  await em.flush();
  await api.addUser({ email: 'root@example.com', roles: ['admin'] });
  await api.addUser({ email: 'sue@example.com', roles: ['Support', 'Finance'] });
  await api.addUser({ email: 'cbc@example.com', roles: ['cbc'] });
  await api.addUser({ email: 'ann@example.com', roles: ['customer'], contact_id: contact.contact_id });
});
afterAll(() => api.close());

describe('sign-in', () => {
  it.each(['/crm/auth/login', '/auth/login'])('at %s answers tokens and the user with roles and permissions', async (path) => {
    const { status, body } = await api.send('POST', path, { body: { email: ' SUE@example.com ', password } });
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ email: 'sue@example.com', roles: ['Finance', 'Support'], customer_id: null, landing: '/customers' });
    expect(body.user['permissions']).toEqual(expect.arrayContaining(['create_provision', 'create_customer_invoice']));
    expect(body.user['permissions']).not.toContain('admin');
    const me = await api.send('GET', '/crm/auth/me', { headers: bearer(body.token) });
    expect(me.body).toEqual(body.user);
  });

  it('lands everybody on the page of their role', async () => {
    const landing = async (email: string) => (await api.logIn(email)).body.user['landing'];
    expect(await landing('root@example.com')).toBe('/customers');
    expect(await landing('cbc@example.com')).toBe('/create-cell-broadcast');
    expect(await landing('ann@example.com')).toBe('/self-care');
  });

  it('gives an administrator every permission there is', async () => {
    const { body } = await api.logIn('root@example.com');
    expect(body.user['permissions']).toEqual(expect.arrayContaining(['admin', 'delete_product', 'update_cbc_message', 'can_impersonate']));
  });

  it('binds a customer’s user to its customer', async () => {
    const { body } = await api.logIn('ann@example.com');
    expect(body.user).toMatchObject({ customer_id: expect.any(Number), roles: ['customer'] });
  });

  it('counts and dates the sign-in', async () => {
    await api.logIn('sue@example.com');
    const [row] = await api
      .ctx()
      .em.execute<{ login_count: number; last_login: Date }[]>(`select login_count, last_login from app_user where email = 'sue@example.com'`);
    expect(row?.login_count).toBeGreaterThan(0);
    expect(row?.last_login).not.toBeNull();
  });

  it.each([{}, { email: 'sue@example.com' }, { email: 5, password: 5 }, { email: 'a\u0000b@example.com', password: 'x' }, []])(
    'refuses the body %j with the field at fault',
    async (body) => {
      const answer = await api.send('POST', '/crm/auth/login', { body });
      expect(answer.status).toBe(400);
      expect(answer.body.error).toMatchObject({ code: 'validation', field: expect.any(String) });
    },
  );
});

describe('cookies of the browser', () => {
  it('are http-only, same-site and end with the browser', async () => {
    const { cookies } = await api.logIn('sue@example.com');
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(['known_device', 'access_token', 'refresh_token']);
    for (const cookie of cookies.slice(1)) {
      expect(cookie).toMatch(/HttpOnly/);
      expect(cookie).toMatch(/SameSite=Lax/);
      expect(cookie).not.toMatch(/Max-Age|Expires|Secure/);
    }
    expect(cookies.find((cookie) => cookie.startsWith('refresh_token='))).toMatch(/Path=\/crm\/auth/);
  });

  it('last 30 days when the session is to be remembered', async () => {
    const { cookies } = await api.logIn('sue@example.com', { body: { remember: true } });
    const seconds = Number(/Max-Age=(\d+)/.exec(cookies.find((cookie) => cookie.startsWith('refresh_token=')) ?? '')?.[1]);
    expect(seconds).toBeGreaterThan(30 * 86_400 - 60);
    expect(seconds).toBeLessThanOrEqual(30 * 86_400);
  });

  it('are secure in production', async () => {
    const production = await createIdentityApi({ environment: 'production' });
    await production.addUser({ email: 'sue@example.com' });
    const { cookies } = await production.logIn('sue@example.com');
    await production.close();
    for (const cookie of cookies) expect(cookie).toMatch(/Secure/);
  });

  it('sign the browser in, and out', async () => {
    const cookie = cookieHeader((await api.logIn('sue@example.com')).cookies);
    expect((await api.send('GET', '/crm/auth/me', { headers: { cookie } })).status).toBe(200);
    const out = await api.send('POST', '/crm/auth/logout', { headers: { cookie, 'x-requested-with': 'linewright' } });
    expect(out.status).toBe(200);
    expect(out.cookies.every((text) => text.includes('Max-Age=0'))).toBe(true);
    expect((await api.send('GET', '/crm/auth/me', { headers: { cookie } })).status).toBe(401);
    expect((await api.send('POST', '/crm/auth/refresh', { headers: { cookie, 'x-requested-with': 'linewright' } })).status).toBe(401);
  });

  it.each(['/crm/auth/refresh', '/crm/auth/logout'])('change nothing at %s for a foreign page', async (path) => {
    const cookie = cookieHeader((await api.logIn('sue@example.com')).cookies);
    const answer = await api.send('POST', path, { headers: { cookie } });
    expect(answer.status).toBe(403);
    expect((await api.send('GET', '/crm/auth/me', { headers: { cookie } })).status).toBe(200);
  });
});

describe('guessing', () => {
  it('gets the same answer for an unknown address as for a wrong password', async () => {
    const guess = (email: string) => api.send('POST', '/crm/auth/login', { body: { email, password: 'Wrong-Guess-1' }, from: '198.51.100.1' });
    const [known, unknown] = [await guess('root@example.com'), await guess('nobody@example.com')];
    expect(known.status).toBe(401);
    expect({ ...known.body.error, requestId: '' }).toEqual({ ...unknown.body.error, requestId: '' });
    expect(known.cookies).toEqual([]);
  });

  it('takes as long for an unknown address as for a wrong password', async () => {
    const time = async (email: string) => {
      const started = performance.now();
      await api.send('POST', '/crm/auth/login', {
        body: { email, password: 'Wrong-Guess-1' },
        from: `10.${Math.floor(started) % 250}.${email.length}.${((started * 1000) % 250) | 0}`,
      });
      return performance.now() - started;
    };
    const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 15; round += 1) {
      known.push(await time('root@example.com'));
      unknown.push(await time('none@example.com'));
    }
    expect(median(unknown) / median(known)).toBeGreaterThan(0.6);
    expect(median(unknown) / median(known)).toBeLessThan(1.7);
  });

  it.each(['cbc@example.com', 'nobody-at-all@example.com'])('of %s ends after 5 failures, from that address only', async (email) => {
    const attempt = (from: string, text: string) => api.send('POST', '/crm/auth/login', { body: { email, password: text }, from });
    for (let failure = 0; failure < 5; failure += 1) expect((await attempt('198.51.100.7', 'Wrong-Guess-1')).status).toBe(401);
    const blocked = await attempt('198.51.100.7', password);
    expect(blocked.status).toBe(429);
    expect(blocked.body.error.code).toBe('limit_exceeded');
    expect((await attempt('198.51.100.8', password)).status).toBe(email.startsWith('cbc') ? 200 : 401);
  });

  it('passes no more than a few in a burst', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        api.send('POST', '/crm/auth/login', { body: { email: 'root@example.com', password: 'Wrong-Guess-1' }, from: '198.51.100.9' }),
      ),
    );
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6);
  });

  it('from one address is blocked for every account after 50 failures', async () => {
    const attempt = (email: string) => api.send('POST', '/crm/auth/login', { body: { email, password: 'Wrong-Guess-1' }, from: '2001:db8:1:2::9' });
    await failBefore(
      api,
      Array.from({ length: 49 }, (_, failure) => ({ email: `user${failure}@example.com`, from: '2001:db8:1:2::8' })),
    );
    expect((await attempt('user49@example.com')).status).toBe(401);
    expect((await attempt('another@example.com')).status).toBe(429);
  });

  it('is forgiven to whoever gets in', async () => {
    const attempt = (text: string) => api.send('POST', '/crm/auth/login', { body: { email: 'ann@example.com', password: text }, from: '198.51.100.12' });
    for (let round = 0; round < 3; round += 1) {
      for (let failure = 0; failure < 4; failure += 1) await attempt('Wrong-Guess-1');
      expect((await attempt(password)).status).toBe(200);
    }
  });

  it('keeps neither addresses nor passwords', async () => {
    const rows = await api.ctx().em.execute<{ key: string }[]>('select key from login_failure');
    for (const { key } of rows) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });
});
