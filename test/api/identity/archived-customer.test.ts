import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insert } from '../../support/seed.ts';
import { as, challenge, codeOf, enrol, holdClock } from './account-support.ts';
import { adminKey, bearer, createIdentityApi, type IdentityApi } from './support.ts';

let api: IdentityApi;
holdClock();
beforeAll(async () => {
  api = await createIdentityApi({ api_keys: { [adminKey]: { roles: ['admin'] } } });
});
afterAll(() => api.close());

const asAdmin = (method: string, path: string, body?: unknown) => api.send(method, path, { body, headers: { 'X-API-KEY': adminKey } });
const archive = (customerId: number) => asAdmin('DELETE', `/crm/customer/customer_id/${customerId}`);
const restore = (customerId: number) => asAdmin('POST', `/crm/customer/customer_id/${customerId}/restore`);

/** A customer with a user of its own who has signed in. */
async function customerWithUser(email: string): Promise<{ customerId: number; contactId: number }> {
  const { em } = api.ctx();
  const customerId = await insert(em, 'customer', { customer_name: email });
  const contactId = await insert(em, 'customer_contact', { customer_id: customerId, contact_firstname: 'Ann' });
  await api.addUser({ email, roles: ['customer'], contact_id: contactId });
  return { customerId, contactId };
}

describe('while a customer is archived', () => {
  it('its user neither signs in nor goes on with a session, until the customer is restored', async () => {
    const { customerId } = await customerWithUser('closed@example.com');
    const before = (await api.logIn('closed@example.com')).body;
    expect((await archive(customerId)).status).toBe(200);
    expect((await api.send('GET', '/crm/auth/me', { headers: bearer(before.token) })).status).toBe(401);
    expect((await api.send('POST', '/crm/auth/refresh', { body: { refresh_token: before.refresh_token } })).status).toBe(401);
    const refused = await api.logIn('closed@example.com');
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'forbidden', message: expect.stringContaining('closed') } }, cookies: [] });
    const [event] = await api.ctx().em.execute(`select entity_label from activity_log where action = 'login_refused'`);
    expect(event).toMatchObject({ entity_label: 'closed@example.com' });
    expect((await restore(customerId)).status).toBe(200);
    expect((await api.send('GET', '/crm/auth/me', { headers: bearer(before.token) })).status).toBe(401);
    const again = await api.logIn('closed@example.com');
    expect(again).toMatchObject({ status: 200, body: { user: { customer_id: customerId } } });
    expect((await api.send('GET', '/crm/auth/me', { headers: bearer(again.body.token) })).status).toBe(200);
  });

  it('a wrong password is refused as for anybody, so that a stranger learns nothing', async () => {
    const { customerId } = await customerWithUser('probed@example.com');
    await archive(customerId);
    const wrong = await api.logIn('probed@example.com', { body: { password: 'Wrong-Horse-7' } });
    const unknown = await api.logIn('nobody@example.com', { body: { password: 'Wrong-Horse-7' } });
    expect([wrong.status, wrong.body.error.message]).toEqual([401, unknown.body.error.message]);
  });

  it('a second factor begun before does not lead in, and its code is not used up', async () => {
    const { customerId, contactId } = await customerWithUser('late@example.com');
    const { id, secret, email } = await enrol(api, 'enrolled@example.com');
    await api.ctx().em.execute('update app_user set contact_id = ? where id = ?', [contactId, id]);
    const { challengeToken } = await challenge(api, email);
    await archive(customerId);
    const finish = () => api.send('POST', `/2fa/verify/user/${id}`, { body: { code: codeOf(secret), challenge_token: challengeToken } });
    expect((await finish()).status).toBe(403);
    await restore(customerId);
    expect((await finish()).status).toBe(200);
  });

  it('a session that does not end with the archiving is refused all the same', async () => {
    const { customerId } = await customerWithUser('moved@example.com');
    const { contactId: other } = await customerWithUser('other@example.com');
    const { token } = (await api.logIn('other@example.com')).body;
    await archive(customerId);
    await api.ctx().em.execute('update customer_contact set customer_id = ? where contact_id = ?', [customerId, other]);
    expect((await api.send('GET', '/crm/auth/me', { headers: bearer(token) })).status).toBe(401);
  });

  it('staff no longer act for its user, and who does is thrown out', async () => {
    const { customerId } = await customerWithUser('acted@example.com');
    await api.addUser({ email: 'support@example.com', roles: ['admin'] });
    const support = as(api, (await api.logIn('support@example.com')).body.token);
    const [listed] = (await support('GET', `/crm/auth/impersonate/customer_id/${customerId}`)).body as unknown as { user_id: number }[];
    const acting = await support('POST', '/crm/auth/impersonate', { user_id: listed?.user_id });
    expect(acting.status).toBe(200);
    await archive(customerId);
    const { access_token } = acting.body as unknown as { access_token: string };
    expect((await api.send('GET', '/crm/auth/me', { headers: bearer(access_token) })).status).toBe(401);
    expect((await support('GET', `/crm/auth/impersonate/customer_id/${customerId}`)).body).toEqual([]);
    expect(await support('POST', '/crm/auth/impersonate', { user_id: listed?.user_id })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('Restore the customer first') } },
    });
    const [log] = await api.ctx().em.execute('select impersonation_end from impersonation_log where target_user_id = ?', [listed?.user_id]);
    expect(log).toMatchObject({ impersonation_end: expect.anything() });
  });
});
