import { afterAll, beforeAll, expect, it } from 'vitest';
import { as, deliverLink } from './account-support.ts';
import { createIdentityApi, type IdentityApi } from './support.ts';

let api: IdentityApi;
beforeAll(async () => {
  api = await createIdentityApi();
});
afterAll(() => api.close());

const check = (token: string, headers = {}) => api.send('POST', '/auth/check_link', { body: { token }, headers });
const reset = (token: string, password: string) => api.send('POST', '/auth/reset_password', { body: { token, new_password: password } });
async function resetLink(email: string): Promise<string> {
  await api.send('POST', '/auth/forgot_password', { body: { email } });
  return deliverLink(api, 'password_reset');
}

it('a good link tells whose it is and is not used up by looking', async () => {
  await api.addUser({ email: 'owner@example.com' });
  const token = await resetLink('owner@example.com');
  for (let time = 0; time < 2; time += 1)
    expect((await check(token)).body).toEqual({
      purpose: 'password',
      mail: 'password_reset',
      email: 'owner@example.com',
      expires_at: expect.any(String),
      signed_in_as: null,
    });
  expect((await reset(token, 'Another-Horse-8')).status).toBe(200);
});

it('somebody else who is signed in in the browser is named, the owner is not', async () => {
  for (const email of ['mine@example.com', 'other@example.com']) await api.addUser({ email });
  const token = await resetLink('mine@example.com');
  const session = async (email: string) => (await api.logIn(email)).body.token;
  const asked = async (email: string) => (await as(api, await session(email))('POST', '/crm/auth/check_link', { token })).body['signed_in_as'];
  expect(await asked('other@example.com')).toBe('other@example.com');
  expect(await asked('mine@example.com')).toBeNull();
  expect((await check(token, { authorization: 'Bearer stale' })).body['signed_in_as']).toBeNull();
});

it('a dead link says why it is dead', async () => {
  await api.addUser({ email: 'dead@example.com' });
  const used = await resetLink('dead@example.com');
  await reset(used, 'Another-Horse-9');
  expect(await check(used)).toMatchObject({ status: 422, body: { error: { field: 'token', message: expect.stringContaining('used already') } } });
  const late = await resetLink('dead@example.com');
  await api.ctx().em.execute(`update account_link set expires_at = now() - interval '1 second' where used_at is null`);
  expect(await check(late)).toMatchObject({ status: 422, body: { error: { message: 'This link has expired.' } } });
  expect(await check('x'.repeat(43))).toMatchObject({ status: 422, body: { error: { message: expect.stringContaining('not known') } } });
  await api.ctx().em.execute(`update app_user set deleted = true where email = 'dead@example.com'`);
  expect((await check(late)).body.error.message).toContain('not known');
});
