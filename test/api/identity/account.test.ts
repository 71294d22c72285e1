import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, codeOf, deliverLink, enrol, holdClock, lastMail } from './account-support.ts';
import { createIdentityApi, type IdentityApi, password } from './support.ts';

let api: IdentityApi;
holdClock();
beforeAll(async () => {
  api = await createIdentityApi({ security: { require_2fa: ['Finance'] } });
});
afterAll(() => api.close());

describe('sessions', () => {
  const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

  it('are listed with device and address, the present one first', async () => {
    await api.addUser({ email: 'list@example.com' });
    await api.logIn('list@example.com', { headers: { 'user-agent': chrome }, from: '203.0.113.5', body: { remember: true } });
    const { token } = (await api.logIn('list@example.com', { headers: { 'user-agent': 'curl/8.5' } })).body;
    const { body } = await as(api, token)('GET', '/auth/sessions');
    expect(body['sessions']).toMatchObject([
      { device: 'curl', current: true, remember: false },
      { device: 'Chrome on Windows', ip: '203.0.113.5', current: false, remember: true },
    ]);
  });

  it('end one by one, one’s own alone', async () => {
    await api.addUser({ email: 'end@example.com' });
    await api.addUser({ email: 'neighbour@example.com' });
    const [here, there] = [(await api.logIn('end@example.com')).body.token, (await api.logIn('end@example.com')).body.token];
    const neighbour = (await api.logIn('neighbour@example.com')).body.token;
    const rows = (await as(api, here)('GET', '/auth/sessions')).body['sessions'] as { session_id: string; current: boolean }[];
    const other = rows.find(({ current }) => !current)?.session_id;
    expect((await as(api, neighbour)('DELETE', `/auth/sessions/${other}`)).status).toBe(404);
    expect((await as(api, here)('DELETE', `/auth/sessions/${other}`)).status).toBe(200);
    expect((await as(api, there)('GET', '/auth/me')).status).toBe(401);
    expect((await as(api, here)('GET', '/auth/me')).status).toBe(200);
    expect((await as(api, here)('DELETE', '/auth/sessions/nonsense')).status).toBe(400);
  });

  it('end everywhere at once, refresh and access tokens alike', async () => {
    await api.addUser({ email: 'everywhere@example.com' });
    const logins = [await api.logIn('everywhere@example.com'), await api.logIn('everywhere@example.com'), await api.logIn('everywhere@example.com')];
    const [here] = logins;
    expect((await as(api, here?.body.token ?? '')('POST', '/auth/logout_everywhere', { keep_current: true })).status).toBe(200);
    expect((await as(api, here?.body.token ?? '')('GET', '/auth/me')).status).toBe(200);
    expect((await as(api, here?.body.token ?? '')('POST', '/auth/logout_everywhere')).status).toBe(200);
    for (const { body } of logins) {
      expect((await as(api, body.token)('GET', '/auth/me')).status).toBe(401);
      expect((await api.send('POST', '/auth/refresh', { body: { refresh_token: body.refresh_token } })).status).toBe(401);
    }
  });
});

describe('an address', () => {
  const verify = (token: string) => api.send('POST', '/auth/verify_email', { body: { token } });

  it('is changed when the link mailed to the new one is opened, and not before', async () => {
    const id = await api.addUser({ email: 'old@example.com' });
    const send = as(api, (await api.logIn('old@example.com')).body.token);
    expect((await send('POST', '/auth/change_email', { email: 'new@example.com', password: 'Wrong-Guess-1' })).body.error).toMatchObject({ field: 'password' });
    expect((await send('POST', '/auth/change_email', { email: 'nonsense', password })).body.error).toMatchObject({ field: 'email' });
    expect((await send('POST', '/auth/change_email', { email: 'New@example.com', password })).status).toBe(200);
    expect(lastMail(api, 'email_verification').content.newEmail).toBe('New@example.com');
    expect(lastMail(api, 'security_notice').content).toMatchObject({ userId: id });
    expect((await send('GET', '/auth/me')).body).toMatchObject({ email: 'old@example.com', pending_email: 'New@example.com' });
    const token = await deliverLink(api, 'email_verification');
    expect((await verify(token)).status).toBe(200);
    expect((await send('GET', '/auth/me')).body).toMatchObject({ email: 'New@example.com', pending_email: null, email_verified: true });
    expect((await verify(token)).status).toBe(422);
  });

  it('that another account has is refused to whoever proves it, told to nobody before', async () => {
    await api.addUser({ email: 'taken@example.com' });
    await api.addUser({ email: 'taker@example.com' });
    const send = as(api, (await api.logIn('taker@example.com')).body.token);
    expect((await send('POST', '/auth/change_email', { email: 'taken@example.com', password })).status).toBe(200);
    expect((await verify(await deliverLink(api, 'email_verification'))).status).toBe(409);
  });

  it('counts only by the newest link', async () => {
    await api.addUser({ email: 'first@example.com' });
    const send = as(api, (await api.logIn('first@example.com')).body.token);
    await send('POST', '/auth/change_email', { email: 'second@example.com', password });
    const second = await deliverLink(api, 'email_verification');
    await send('POST', '/auth/change_email', { email: 'third@example.com', password });
    expect((await verify(second)).status).toBe(422);
    expect((await verify(await deliverLink(api, 'email_verification'))).status).toBe(200);
    expect((await send('POST', '/auth/resend_verification')).status).toBe(422);
  });

  it('is kept when the present one is asked for, and no link leads away any more', async () => {
    await api.addUser({ email: 'regret@example.com' });
    const send = as(api, (await api.logIn('regret@example.com')).body.token);
    await send('POST', '/auth/change_email', { email: 'typo@example.com', password });
    const typo = await deliverLink(api, 'email_verification');
    expect((await send('POST', '/auth/change_email', { email: 'Regret@example.com', password })).status).toBe(200);
    expect((await send('GET', '/auth/me')).body).toMatchObject({ email: 'regret@example.com', pending_email: null });
    expect((await verify(typo)).status).toBe(422);
  });

  it('that was left behind cannot set the password with a link it got before', async () => {
    await api.addUser({ email: 'behind@example.com' });
    await api.send('POST', '/auth/forgot_password', { body: { email: 'behind@example.com' } });
    const left = await deliverLink(api, 'password_reset');
    const send = as(api, (await api.logIn('behind@example.com')).body.token);
    await send('POST', '/auth/change_email', { email: 'ahead@example.com', password });
    expect((await verify(await deliverLink(api, 'email_verification'))).status).toBe(200);
    expect((await api.send('POST', '/auth/reset_password', { body: { token: left, new_password: 'Taken-Horse-9' } })).status).toBe(422);
  });

  it('is not proven by a link that sets passwords', async () => {
    await api.addUser({ email: 'purpose@example.com' });
    await api.send('POST', '/auth/forgot_password', { body: { email: 'purpose@example.com' } });
    expect((await verify(await deliverLink(api, 'password_reset'))).status).toBe(422);
  });
});

describe('an invitation', () => {
  it('sets the first password; it is for administrators to send and for people who never signed in', async () => {
    await api.addUser({ email: 'boss@example.com', roles: ['admin'] });
    const id = await api.addUser({ email: 'invited@example.com' });
    const boss = as(api, (await api.logIn('boss@example.com')).body.token);
    expect((await boss('POST', `/auth/users/${id}/send_welcome_email`)).status).toBe(200);
    const token = await deliverLink(api, 'welcome');
    expect((await api.send('POST', '/auth/reset_password', { body: { token, new_password: 'Welcome-Horse-1' } })).status).toBe(200);
    const { token: session } = (await api.logIn('invited@example.com', { body: { password: 'Welcome-Horse-1' } })).body;
    expect((await boss('POST', `/auth/users/${id}/send_welcome_email`)).status).toBe(422);
    expect((await boss('POST', '/auth/users/999999/send_welcome_email')).status).toBe(404);
    expect((await as(api, session)('POST', `/auth/users/${id}/send_welcome_email`)).status).toBe(403);
  });
});

describe('a second factor that the settings ask for', () => {
  it('is set up before anything else', async () => {
    const id = await api.addUser({ email: 'finance@example.com', roles: ['Finance'] });
    const { token, user } = (await api.logIn('finance@example.com')).body;
    expect(user).toMatchObject({ must_first: 'enrol_2fa' });
    const send = as(api, token);
    expect((await send('GET', '/crm/customer/')).body.error).toMatchObject({ message: 'Set up two-factor authentication first.' });
    const { totp_secret: secret } = (await send('POST', `/2fa/enable/user/${id}`, { password })).body as unknown as { totp_secret: string };
    expect((await send('POST', `/2fa/verify-setup/user/${id}`, { code: codeOf(secret) })).status).toBe(200);
    expect((await send('GET', '/auth/sessions')).status).toBe(200);
  });

  it('is not asked of other roles', async () => {
    await api.addUser({ email: 'support@example.com', roles: ['Support'] });
    expect((await api.logIn('support@example.com')).body.user).toMatchObject({ must_first: null });
  });
});

describe('the audit trail', () => {
  it('holds no secret of an account', async () => {
    const user = await enrol(api, 'audited@example.com');
    const em = api.ctx().em;
    const [row] = await em.execute<{ password_hash: string; totp_secret: string }[]>('select password_hash, totp_secret from app_user where id = ?', [user.id]);
    const trail = JSON.stringify(await em.execute('select * from activity_log'));
    for (const secret of [row?.password_hash ?? '?', row?.totp_secret ?? '?', user.secret, ...user.backupCodes]) expect(trail).not.toContain(secret);
  });
});
