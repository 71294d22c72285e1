import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { initOrm } from '../../../domain/orm.ts';
import { noCharging } from '../../support/api.ts';
import { noLive, noTemporal } from '../../support/offline.ts';
import { as, challenge, codeOf, enrol, type Enrolled, holdClock, lastMail } from './account-support.ts';
import { bearer, cookieHeader, createIdentityApi, type IdentityApi, password } from './support.ts';

let api: IdentityApi;
let admin: string;

holdClock();
beforeAll(async () => {
  api = await createIdentityApi();
  await api.addUser({ email: 'root@example.com', roles: ['admin'] });
  admin = (await api.logIn('root@example.com')).body.token;
});
afterAll(() => api.close());

const verify = (user: Enrolled, code: string, challengeToken: string, from = '127.0.0.1') =>
  api.send('POST', `/2fa/verify/user/${user.id}`, { body: { code }, headers: bearer(challengeToken), from });

describe('setting up', () => {
  it('begins with the password and shows secret, address, drawing and ten codes', async () => {
    const id = await api.addUser({ email: 'begin@example.com' });
    const send = as(api, (await api.logIn('begin@example.com')).body.token);
    expect((await send('POST', `/2fa/enable/user/${id}`, { password: 'Wrong-Guess-1' })).body.error).toMatchObject({ code: 'validation', field: 'password' });
    const { status, body } = await send('POST', `/crm/2fa/enable/user/${id}`, { password });
    expect(status).toBe(200);
    expect(body['qr_code_url']).toBe(`otpauth://totp/Linewright:begin%40example.com?secret=${body['totp_secret']}&issuer=Linewright`);
    expect(body['qr_code_svg']).toMatch(/^<svg/);
    expect(new Set(body['backup_codes'] as string[]).size).toBe(10);
    for (const code of body['backup_codes'] as string[]) expect(code).toMatch(/^\d{8}$/);
    expect((await api.logIn('begin@example.com')).body.token).toBeTypeOf('string');
    const wrong = await send('POST', `/2fa/verify-setup/user/${id}`, { code: '000000' });
    expect(wrong.body.error).toMatchObject({ code: 'validation', field: 'code' });
  });

  it('keeps neither the secret nor the codes in clear', async () => {
    const user = await enrol(api, 'sealed@example.com');
    const dump = JSON.stringify(await api.ctx().em.execute('select * from app_user')) + JSON.stringify(await api.ctx().em.execute('select * from backup_code'));
    for (const text of [user.secret, ...user.backupCodes]) expect(dump).not.toContain(text);
  });

  it('is for one’s own account, while signed in', async () => {
    const user = await enrol(api, 'own@example.com');
    for (const path of ['enable', 'verify-setup', 'reset-for-new-device']) {
      const body = { password, code: '123456', backup_code: '12345678' };
      expect((await as(api, admin)('POST', `/2fa/${path}/user/${user.id}`, body)).status).toBe(403);
      expect((await api.send('POST', `/2fa/${path}/user/${user.id}`, { body })).status).toBe(401);
    }
    expect((await as(api, user.token)('POST', `/2fa/enable/user/${user.id}`, { password })).status).toBe(409);
  });

  it('tells the owner by mail and the audit trail', async () => {
    const user = await enrol(api, 'told@example.com');
    expect(lastMail(api, 'security_notice').content.userId).toBe(user.id);
    const events = await api
      .ctx()
      .em.execute<{ action: string }[]>(`select action from activity_log where category = 'security' and entity_id = ?`, [String(user.id)]);
    expect(events.map(({ action }) => action)).toContain('two_factor_enabled');
  });
});

describe('signing in with a second factor', () => {
  it('asks for a code and lets nobody in before', async () => {
    const user = await enrol(api, 'two@example.com');
    const first = await challenge(api, user.email);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ two_factor_required: true, user_id: user.id });
    expect(first.body.token).toBeUndefined();
    expect(first.cookies.map((cookie) => cookie.split('=')[0])).toEqual(['login_challenge']);
    expect((await api.send('GET', '/auth/me', { headers: bearer(first.challengeToken) })).status).toBe(401);
    const { status, body } = await verify(user, codeOf(user.secret), first.challengeToken);
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ id: user.id, is_2fa_enabled: true });
    expect((await api.send('GET', '/auth/me', { headers: bearer(body.token) })).status).toBe(200);
  });

  it('works by the browser’s cookie, from the portal alone', async () => {
    const user = await enrol(api, 'cookie@example.com');
    const first = await challenge(api, user.email);
    const body = { code: codeOf(user.secret) };
    const cookie = cookieHeader(first.cookies);
    expect((await api.send('POST', `/2fa/verify/user/${user.id}`, { body, headers: { cookie } })).status).toBe(403);
    const passed = await api.send('POST', `/2fa/verify/user/${user.id}`, { body, headers: { cookie, 'x-requested-with': 'linewright' } });
    expect(passed.status).toBe(200);
    expect(passed.cookies.some((text) => text.startsWith('login_challenge=;'))).toBe(true);
  });

  it('needs the challenge of this very user', async () => {
    const [user, other] = [await enrol(api, 'mine@example.com'), await enrol(api, 'other@example.com')];
    const foreign = (await challenge(api, other.email)).challengeToken;
    expect((await verify(user, codeOf(user.secret), foreign)).status).toBe(401);
    expect((await verify(user, codeOf(user.secret), user.token)).status).toBe(401);
    expect((await api.send('POST', `/2fa/verify/user/${user.id}`, { body: { code: codeOf(user.secret) } })).status).toBe(401);
  });

  it('dies with the password', async () => {
    const user = await enrol(api, 'stale@example.com');
    const { challengeToken } = await challenge(api, user.email);
    await as(api, admin)('POST', `/auth/users/${user.id}/admin_reset_password`, {});
    expect((await verify(user, codeOf(user.secret), challengeToken)).status).toBe(401);
  });

  it('takes codes one step to either side and no further', async () => {
    const user = await enrol(api, 'steps@example.com');
    const { challengeToken } = await challenge(api, user.email);
    for (const steps of [-4, -3, 3, 4]) expect((await verify(user, codeOf(user.secret, steps), challengeToken)).status).toBe(401);
    expect((await verify(user, codeOf(user.secret, 1), challengeToken)).status).toBe(200);
  });

  it('takes a backup code once', async () => {
    const user = await enrol(api, 'backup@example.com');
    const [code = ''] = user.backupCodes;
    const typed = `${code.slice(0, 4)} ${code.slice(4)}`;
    const { challengeToken } = await challenge(api, user.email);
    expect((await verify(user, typed, challengeToken)).status).toBe(200);
    expect((await verify(user, code, challengeToken)).status).toBe(401);
  });
});

describe('a code', () => {
  it('sent fifty times at once opens one session', async () => {
    const user = await enrol(api, 'fifty@example.com');
    const { challengeToken } = await challenge(api, user.email);
    const code = codeOf(user.secret);
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(user, code, challengeToken)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 401, 429]));
  });

  it('from fifty networks at once opens one session', async () => {
    const user = await enrol(api, 'spread@example.com');
    const { challengeToken } = await challenge(api, user.email);
    const code = codeOf(user.secret);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => verify(user, code, challengeToken, `198.51.100.${index + 1}`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is refused by another copy of the API, and after a restart, once it was used', async () => {
    const user = await enrol(api, 'restart@example.com');
    const { challengeToken } = await challenge(api, user.email);
    const code = codeOf(user.secret);
    expect((await verify(user, code, challengeToken)).status).toBe(200);
    const orm = await initOrm({ clientUrl: api.database.url });
    const fresh = createApp({
      config: api.config,
      orm,
      log: pino({ level: 'silent' }),
      charging: noCharging,
      temporal: noTemporal(),
      live: noLive,
      healthChecks: {},
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...bearer(challengeToken) }, body: JSON.stringify({ code }) };
    const again = await fresh.request(`/2fa/verify/user/${user.id}`, init, { incoming: { socket: { remoteAddress: '203.0.113.9' } } });
    await orm.close();
    expect(again.status).toBe(401);
  });

  it('used for the set-up does not sign in', async () => {
    const id = await api.addUser({ email: 'reuse@example.com' });
    const send = as(api, (await api.logIn('reuse@example.com')).body.token);
    const secret = String((await send('POST', `/2fa/enable/user/${id}`, { password })).body['totp_secret']);
    const code = codeOf(secret);
    await send('POST', `/2fa/verify-setup/user/${id}`, { code });
    const { challengeToken } = await challenge(api, 'reuse@example.com');
    expect((await api.send('POST', `/2fa/verify/user/${id}`, { body: { code, challenge_token: challengeToken } })).status).toBe(401);
  });
});

describe('guessing codes', () => {
  it('ends after five from one place and warns the owner, whose own device goes on', async () => {
    const user = await enrol(api, 'guessing@example.com');
    const { challengeToken } = await challenge(api, user.email);
    const at = await api.logIn(user.email, { from: '203.0.113.50' });
    const device = await api.send('POST', `/2fa/verify/user/${user.id}`, {
      body: { code: codeOf(user.secret), challenge_token: at.body['challenge_token'] },
      from: '203.0.113.50',
    });
    const guess = (code: string, headers: Record<string, string> = {}) =>
      api.send('POST', `/2fa/verify/user/${user.id}`, { body: { code, challenge_token: challengeToken }, from: '203.0.113.51', headers });
    for (let failure = 0; failure < 5; failure += 1) expect((await guess('000000')).status).toBe(401);
    expect((await guess(codeOf(user.secret, 1))).status).toBe(429);
    expect(lastMail(api, 'security_notice').content).toMatchObject({ userId: user.id, ip: '203.0.113.51' });
    expect((await guess(codeOf(user.secret, 1), { cookie: cookieHeader(device.cookies.filter((text) => text.startsWith('known_device'))) })).status).toBe(200);
  });
});

describe('backup codes', () => {
  it('can be made anew; the old ones die', async () => {
    const user = await enrol(api, 'anew@example.com');
    const made = await as(api, user.token)('POST', `/2fa/backup-codes/regenerate/user/${user.id}`);
    const fresh = made.body['backup_codes'] as string[];
    expect(fresh).toHaveLength(10);
    const { challengeToken } = await challenge(api, user.email);
    expect((await verify(user, user.backupCodes[0] ?? '', challengeToken)).status).toBe(401);
    expect((await verify(user, fresh[0] ?? '', challengeToken)).body.user).toMatchObject({ backup_codes_left: 9 });
  });

  it('are for the owner and administrators', async () => {
    const user = await enrol(api, 'codes@example.com');
    await api.addUser({ email: 'nosy@example.com' });
    const nosy = (await api.logIn('nosy@example.com')).body.token;
    expect((await as(api, nosy)('POST', `/2fa/backup-codes/regenerate/user/${user.id}`)).status).toBe(403);
    expect((await as(api, admin)('POST', `/2fa/backup-codes/regenerate/user/${user.id}`)).status).toBe(200);
  });
});

describe('a lost phone', () => {
  it('is replaced with a backup code; the old one works until the new one is confirmed', async () => {
    const user = await enrol(api, 'lost@example.com');
    const send = as(api, user.token);
    const wrong = await send('POST', `/2fa/reset-for-new-device/user/${user.id}`, { backup_code: '00000000' });
    expect(wrong.body.error).toMatchObject({ code: 'validation', field: 'backup_code' });
    const begun = await send('POST', `/2fa/reset-for-new-device/user/${user.id}`, { backup_code: user.backupCodes[1] });
    const secret = String(begun.body['totp_secret']);
    expect((await verify(user, codeOf(user.secret), (await challenge(api, user.email)).challengeToken)).status).toBe(200);
    expect((await send('POST', `/2fa/verify-setup/user/${user.id}`, { code: codeOf(secret) })).status).toBe(200);
    const { challengeToken } = await challenge(api, user.email);
    expect((await verify(user, codeOf(user.secret, 1), challengeToken)).status).toBe(401);
    expect((await verify(user, user.backupCodes[2] ?? '', challengeToken)).status).toBe(401);
    expect((await verify(user, codeOf(secret, 1), challengeToken)).status).toBe(200);
  });

  it('is forgotten by an administrator', async () => {
    const user = await enrol(api, 'gone@example.com');
    expect((await as(api, user.token)('POST', `/2fa/admin/disable/user/${user.id}`)).status).toBe(403);
    expect((await as(api, admin)('POST', `/2fa/admin/disable/user/${user.id}`)).status).toBe(200);
    expect((await api.logIn(user.email)).body.token).toBeTypeOf('string');
    expect((await as(api, admin)('POST', `/2fa/admin/disable/user/${user.id}`)).status).toBe(422);
    expect((await as(api, admin)('POST', '/2fa/admin/disable/user/999999')).status).toBe(404);
  });
});
