import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashPassword } from '../../../domain/identity/hash-password.ts';
import { seedRoles } from '../../../domain/identity/seed-roles.ts';
import { type Answer, type Client, createTestApi, type TestApi } from '../../support/api.ts';

let test: TestApi;
let support: Client;
let admin: Client;
let target: { id: number; customerId: number };
const password = 'G00d-Password!';

beforeAll(async () => {
  test = await createTestApi();
  await seedRoles(test.em());
  const em = test.em();
  await em.execute(`insert into role (name) values ('Helpers')`);
  await em.execute(
    `insert into role_permission select r.id, p.id from role r, permission p where r.name = 'Helpers' and p.name in ('can_impersonate', 'view_customer')`,
  );
  await em.execute(`insert into role_permission select r.id, p.id from role r, permission p where r.name = 'customer' and p.name = 'update_customer'`);
  admin = await test.staff('admin');
});
afterAll(() => test.close());

beforeEach(async () => {
  const em = test.em();
  const name = crypto.randomUUID().slice(0, 8);
  const [customer] = await em.execute<{ customer_id: number }[]>('insert into customer (customer_name) values (?) returning customer_id', [`Customer ${name}`]);
  const [contact] = await em.execute<{ contact_id: number }[]>(
    `insert into customer_contact (customer_id, contact_firstname) values (?, 'Cara') returning contact_id`,
    [customer?.customer_id],
  );
  target = { id: await insertUser(`target-${name}`, 'customer', 'Cara', contact?.contact_id), customerId: customer?.customer_id ?? 0 };
  await insertUser(`helper-${name}`, 'Helpers', 'Sam');
  support = bearer((await signIn(`helper-${name}@example.com`)).body.token);
});

async function insertUser(name: string, role: string, first: string, contactId: number | null = null): Promise<number> {
  const [row] = await test.em().execute<{ user_id: number }[]>(
    `with made as (insert into app_user (username, email, password_hash, first_name, last_name, contact_id) values (?, ?, ?, ?, 'Smith', ?) returning id)
     insert into user_role (user_id, role_id) select made.id, role.id from made, role where role.name = ? returning user_id`,
    [name, `${name}@example.com`, await hashPassword(password), first, contactId, role],
  );
  return row?.user_id ?? 0;
}

const signIn = (email: string): Promise<Answer> => test.anonymous('POST', '/crm/auth/login', { email, password });
const bearer =
  (token: string): Client =>
  (method, path, body, headers) =>
    test.anonymous(method, path, body, { authorization: `Bearer ${token}`, ...headers });
const start = (more: object = {}): Promise<Answer> => support('POST', '/auth/impersonate', { user_id: target.id, ...more });

describe('acting for somebody', () => {
  it('happy: gives a session of theirs, with their rights alone, and back again', async () => {
    const { status, body } = await start({ reason: 'Ticket 7' });
    expect(status).toBe(200);
    const me = (await support('GET', '/crm/auth/me')).body;
    expect(body).toMatchObject({ success: true, impersonating_user_id: me.id, target_user_id: target.id, impersonation_start: expect.any(String) });
    const acting = bearer(body.access_token);
    expect((await acting('GET', '/crm/auth/me')).body).toMatchObject({ id: target.id, customer_id: target.customerId, landing: '/self-care' });
    expect((await acting('GET', '/crm/auth/impersonation')).body.impersonation).toMatchObject({ impersonator_name: 'Sam Smith', expires_at: body.expires_at });
    expect((await acting('GET', '/crm/customers')).body.data).toHaveLength(1);
    const stop = await acting('POST', '/auth/stop_impersonation');
    expect(stop.body).toMatchObject({ success: true, impersonation_end: expect.any(String), duration_seconds: expect.any(Number) });
    expect((await acting('GET', '/crm/auth/me')).status).toBe(401);
    expect((await bearer(stop.body.access_token)('GET', '/crm/auth/me')).body.id).toBe(me.id);
    expect((await test.anonymous('POST', '/crm/auth/refresh', { refresh_token: stop.body.refresh_token })).status).toBe(200);
    expect((await test.anonymous('POST', '/crm/auth/refresh', { refresh_token: body.refresh_token })).status).toBe(401);
  });

  it('happy: every change shows both people, in the trail and to the customer', async () => {
    const { body } = await start();
    await bearer(body.access_token)('PATCH', `/crm/customer/customer_id/${target.customerId}`, { tax_identifier: 'GB42' });
    const [change] = (await admin('GET', `/crm/activity/customer_id/${target.customerId}`)).body.data;
    expect(change).toMatchObject({
      user_id: target.id,
      impersonator_id: body.impersonating_user_id,
      summary: 'Sam Smith, as Cara Smith, set the tax identifier to GB42',
    });
    const theirs = (await bearer(body.access_token)('GET', '/crm/activity')).body.data;
    expect(theirs[0]?.summary).toBe('Our staff, as Cara Smith, set the tax identifier to GB42');
    expect(theirs.map(({ action }: { action: string }) => action)).toContain('impersonation_started');
  });

  it('happy: refreshing keeps both people and does not move the end', async () => {
    const { body } = await start();
    const fresh = (await test.anonymous('POST', '/crm/auth/refresh', { refresh_token: body.refresh_token })).body;
    const acting = bearer(fresh.token);
    expect((await acting('GET', '/crm/auth/impersonation')).body.impersonation).toMatchObject({ expires_at: body.expires_at });
    await acting('PATCH', `/crm/customer/customer_id/${target.customerId}`, { tax_identifier: 'GB43' });
    const [row] = await test.em().execute(`select impersonator_id from activity_log where after->>'tax_identifier' = 'GB43'`);
    expect(row).toEqual({ impersonator_id: body.impersonating_user_id });
  });

  it('happy: is logged with its length, and filtered by person, time and length', async () => {
    const { body } = await start({ reason: 'Ticket 8' });
    await bearer(body.access_token)('POST', '/auth/stop_imPERSONATION');
    const logs = async (query: string): Promise<Record<string, unknown>[]> => (await admin('GET', `/auth/impersonation_logs?${query}`)).body.data;
    const today = new Date().toISOString().slice(0, 10);
    const [entry] = await logs(`user_id=${target.id}&start_date=${today}&end_date=${today}`);
    expect(entry).toMatchObject({
      impersonating_user_id: body.impersonating_user_id,
      target_user_id: target.id,
      customer_id: target.customerId,
      reason: 'Ticket 8',
      impersonation_end: expect.any(String),
      impersonation_duration: expect.any(Number),
    });
    expect(await logs(`impersonating_user_id=${body.impersonating_user_id}`)).toHaveLength(1);
    expect(await logs(`impersonating_user_id=${target.id}`)).toHaveLength(0);
    expect(await logs(`customer_id=${target.customerId}&impersonating_user_id=${body.impersonating_user_id}`)).toHaveLength(1);
    expect(await logs('customer_id=999999')).toHaveLength(0);
    expect(await logs(`target_user_id=${target.id}&min_duration=3600`)).toHaveLength(0);
    expect(await logs(`user_id=${target.id}&end_date=2001-01-01`)).toHaveLength(0);
  });

  it('security: only one at a time; a second ends the first', async () => {
    const first = await start();
    const second = await start();
    expect((await bearer(first.body.access_token)('GET', '/crm/auth/me')).status).toBe(401);
    expect((await bearer(second.body.access_token)('GET', '/crm/auth/me')).status).toBe(200);
    const at = await Promise.all([start(), start(), start()]);
    const alive = await Promise.all(at.map(({ body }) => bearer(body.access_token)('GET', '/crm/auth/me')));
    expect(alive.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('security: ends with its time, and the way back stays open by the refresh token', async () => {
    const { body } = await start();
    await test
      .em()
      .execute(
        `update impersonation_log set expires_at = now() - interval '1 second', impersonation_start = now() - interval '1 hour' where target_user_id = ?`,
        [target.id],
      );
    await test.em().execute(`update refresh_token set expires_at = now() - interval '1 second' where user_id = ?`, [target.id]);
    expect((await bearer(body.access_token)('GET', '/crm/auth/me')).status).toBe(401);
    expect((await test.anonymous('POST', '/crm/auth/refresh', { refresh_token: body.refresh_token })).status).toBe(401);
    const stop = await test.anonymous('POST', '/auth/stop_impersonation', { refresh_token: body.refresh_token });
    expect((await bearer(stop.body.access_token)('GET', '/crm/auth/me')).body.id).toBe(body.impersonating_user_id);
    expect(stop.body.duration_seconds).toBeLessThan(3601);
  });

  it('security: ends when the member of staff is removed or may no longer, and gives nothing back', async () => {
    const { body } = await start();
    await admin('DELETE', `/auth/users/${body.impersonating_user_id}`);
    expect((await bearer(body.access_token)('GET', '/crm/auth/me')).status).toBe(401);
    const stop = await test.anonymous('POST', '/auth/stop_impersonation', { refresh_token: body.refresh_token });
    expect(stop.body).toMatchObject({ access_token: null, refresh_token: null });
  });

  it('security: never of administrators, of staff who may do more, of oneself, or of nobody', async () => {
    const boss = await insertUser(`boss-${target.id}`, 'admin', 'Boss');
    const finance = await insertUser(`finance-${target.id}`, 'Finance', 'Fin');
    expect((await start({ user_id: boss })).body.error).toMatchObject({ code: 'forbidden' });
    expect((await admin('POST', '/auth/impersonate', { user_id: boss })).body.error).toMatchObject({ code: 'forbidden' });
    expect((await start({ user_id: finance })).body.error.message).toContain('what you may not');
    expect((await start({ user_id: (await support('GET', '/crm/auth/me')).body.id })).status).toBe(403);
    expect((await start({ user_id: 999_999 })).status).toBe(404);
    expect((await start({ user_id: 'x' })).body.error).toMatchObject({ code: 'validation', field: 'user_id' });
  });

  it('security: needs the permission; not from within another, and not with a key', async () => {
    expect((await (await test.staff('view_customer'))('POST', '/auth/impersonate', { user_id: target.id })).status).toBe(403);
    expect((await (await test.staff('can_impersonate', 'view_customer'))('GET', '/auth/impersonation_logs')).status).toBe(403);
    await test
      .em()
      .execute(
        `insert into role_permission select r.id, p.id from role r, permission p where r.name = 'customer' and p.name = 'can_impersonate' on conflict do nothing`,
      );
    const { body } = await start();
    expect((await bearer(body.access_token)('POST', '/auth/impersonate', { user_id: target.id })).status).toBe(403);
    await test
      .em()
      .execute(
        `delete from role_permission using permission p where p.id = permission_id and p.name = 'can_impersonate' and role_id = (select id from role where name = 'customer')`,
      );
    expect((await admin('POST', '/auth/stop_impersonation')).body.error).toMatchObject({ code: 'precondition' });
    expect((await test.anonymous('POST', '/auth/stop_impersonation')).status).toBe(422);
  });

  it('security: the target’s password, address and second factor are out of reach', async () => {
    const acting = bearer((await start()).body.access_token);
    const answers = [
      await acting('POST', '/crm/auth/change_password', { current_password: password, new_password: 'An0ther-Password!' }),
      await acting('POST', '/crm/auth/change_email', { email: 'other@example.com', password }),
      await acting('POST', `/2fa/enable/user/${target.id}`, { password }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect((await signIn(`${(await acting('GET', '/crm/auth/me')).body.username}@example.com`)).status).toBe(200);
  });

  it('security: the target’s own sessions go on', async () => {
    const own = bearer((await signIn(`${(await admin('GET', `/auth/users/${target.id}`)).body.email}`)).body.token);
    const { body } = await start();
    await bearer(body.access_token)('POST', '/auth/stop_impersonation');
    expect((await own('GET', '/crm/auth/me')).status).toBe(200);
  });
});
