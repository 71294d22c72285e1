import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, challenge, codeOf, enrol, holdClock } from './account-support.ts';
import { bearer, cookieHeader, createIdentityApi, type IdentityApi, password } from './support.ts';

let api: IdentityApi;
holdClock();
beforeAll(async () => {
  api = await createIdentityApi();
});
afterAll(() => api.close());

describe('a session that was left open', () => {
  /** Lets the sign-in of a user's sessions lie back. */
  const leaveOpen = (userId: number) => api.ctx().em.execute(`update refresh_token set created = now() - interval '11 minutes' where user_id = ?`, [userId]);

  it('makes no backup codes without the password or a fresh code of the app', async () => {
    const user = await enrol(api, 'left-open@example.com');
    await leaveOpen(user.id);
    const make = (proof?: object) => as(api, user.token)('POST', `/2fa/backup-codes/regenerate/user/${user.id}`, proof);
    expect(await make()).toMatchObject({ status: 400, body: { error: { code: 'validation', field: 'password' } } });
    expect(await make({ password: 'Wrong-Horse-7' })).toMatchObject({ status: 400, body: { error: { field: 'password' } } });
    for (const code of ['000000', user.backupCodes[0]]) expect(await make({ code })).toMatchObject({ status: 400, body: { error: { field: 'code' } } });
    const { challengeToken } = await challenge(api, user.email);
    const headers = bearer(challengeToken);
    expect((await api.send('POST', `/2fa/verify/user/${user.id}`, { body: { code: user.backupCodes[0] }, headers })).status).toBe(200);
    await leaveOpen(user.id);
    const code = codeOf(user.secret, 1);
    expect((await make({ code })).status).toBe(200);
    expect((await make({ code })).status).toBe(400);
    expect((await make({ password })).status).toBe(200);
  });

  it('takes nobody’s second factor away without the administrator’s own password', async () => {
    const user = await enrol(api, 'kept@example.com');
    const id = await api.addUser({ email: 'away@example.com', roles: ['admin'] });
    const away = as(api, (await api.logIn('away@example.com')).body.token);
    await leaveOpen(id);
    const remove = (proof?: object) => away('POST', `/2fa/admin/disable/user/${user.id}`, proof);
    expect(await remove()).toMatchObject({ status: 400, body: { error: { field: 'password' } } });
    expect((await away('POST', `/2fa/backup-codes/regenerate/user/${user.id}`)).status).toBe(400);
    expect((await remove({ code: codeOf(user.secret) })).status).toBe(400);
    expect((await remove({ password })).status).toBe(200);
  });

  it('gives nobody a new password from a browser without the administrator’s own; scripts go on as ever', async () => {
    const id = await api.addUser({ email: 'browser@example.com', roles: ['admin'] });
    const { cookies, body: session } = await api.logIn('browser@example.com');
    await leaveOpen(id);
    const path = `/auth/users/${await api.addUser({ email: 'taken@example.com' })}/admin_reset_password`;
    const headers = { cookie: cookieHeader(cookies), 'x-requested-with': 'linewright' };
    const reset = (proof: object) => api.send('POST', path, { body: proof, headers });
    expect(await reset({})).toMatchObject({ status: 400, body: { error: { code: 'validation', field: 'password' } } });
    expect(await reset({ password: 'Wrong-Horse-7' })).toMatchObject({ status: 400, body: { error: { field: 'password' } } });
    expect((await reset({ password })).status).toBe(200);
    expect((await as(api, session.token)('POST', path, { new_password: 'TempP@ssw0rd!' })).status).toBe(200);
  });

  it('guesses five times, backup codes for a new device too', async () => {
    const user = await enrol(api, 'guessing@example.com');
    await leaveOpen(user.id);
    const send = as(api, user.token);
    for (let guess = 0; guess < 5; guess += 1)
      expect((await send('POST', `/2fa/reset-for-new-device/user/${user.id}`, { backup_code: `0000000${guess}` })).status).toBe(400);
    expect((await send('POST', `/2fa/reset-for-new-device/user/${user.id}`, { backup_code: user.backupCodes[0] })).status).toBe(429);
    expect((await send('POST', `/2fa/backup-codes/regenerate/user/${user.id}`, { code: codeOf(user.secret, 1) })).status).toBe(429);
  });
});
