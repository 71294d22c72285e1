import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../../domain/identity/hash-password.ts';
import { seedRoles } from '../../../domain/identity/seed-roles.ts';
import type { Fields } from '../../support/answer-fields.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { noTemporal } from '../../support/offline.ts';

let test: TestApi;
let admin: Client;
const mails: { kind: string }[] = [];
const password = 'TempP@ssw0rd!';

beforeAll(async () => {
  test = await createTestApi({
    temporal: {
      ...noTemporal(),
      startAccountMail: async (order) => {
        mails.push(order);
      },
    },
  });
  await seedRoles(test.em());
  admin = await test.staff('admin');
});
afterAll(() => test.close());

const person = (name: string) => ({ username: name, email: `${name}@corp.example`, first_name: name, last_name: 'Person', password, role: 'Support' });
const create = async (name: string, more: object = {}): Promise<number> => (await admin('POST', '/auth/users', { ...person(name), ...more })).body.id;
const filtered = (filters: object): string => `/crm/auth/users?per_page=200&filters=${encodeURIComponent(JSON.stringify(filters))}`;
const namesIn = (body: { data: { username: string }[] }): string[] => body.data.map(({ username }) => username);

async function signIn(name: string): Promise<Client> {
  const { body } = await test.anonymous('POST', '/crm/auth/login', { email: `${name}@corp.example`, password });
  return (method, path, json, headers) => test.anonymous(method, path, json, { authorization: `Bearer ${body.token}`, ...headers });
}

describe('creating a user', () => {
  it('happy: answers the contract’s keys, and the password is a temporary one', async () => {
    const { status, body } = await admin('POST', '/auth/users', {
      ...person('john.smith'),
      middle_name: 'D',
      phone_number: '+61412345678',
      role: 'Support,Finance',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: expect.any(Number), username: 'john.smith', roles: ['Finance', 'Support'], force_password_change: true, deleted: false });
    expect(body.permissions).toContain('view_customer_invoice');
    expect(JSON.stringify(body)).not.toMatch(/hash|TempP@ss/);
  });

  it('happy: without a password the user is invited by mail', async () => {
    const before = mails.length;
    const { password: _none, ...invited } = person('invited');
    const { status, body } = await admin('POST', '/crm/auth/users', invited);
    expect(status).toBe(201);
    expect(body.force_password_change).toBe(false);
    expect(mails.slice(before).map(({ kind }) => kind)).toEqual(['welcome']);
  });

  it('error: taken addresses in any case, unknown roles, weak passwords, missing names', async () => {
    await create('taken');
    const refused = (change: object) => admin('POST', '/auth/users', { ...person('other'), ...change });
    expect((await refused({ email: 'TAKEN@corp.example' })).body.error).toMatchObject({ code: 'conflict', field: 'email' });
    expect((await refused({ username: 'taken' })).body.error).toMatchObject({ code: 'conflict', field: 'username' });
    expect((await refused({ role: 'Nobody' })).body.error).toMatchObject({ code: 'validation', field: 'role' });
    expect((await refused({ role: '' })).body.error).toMatchObject({ code: 'validation', field: 'role' });
    expect((await refused({ password: 'short' })).body.error).toMatchObject({ code: 'validation', field: 'password' });
    expect((await refused({ first_name: '' })).body.error).toMatchObject({ code: 'validation', field: 'first_name' });
    expect((await refused({ contact_id: 999_999 })).status).toBe(404);
  });

  it('security: is for administrators', async () => {
    const support = await test.staff('view_customer', 'manage_api_keys', 'can_impersonate');
    for (const [method, path] of [
      ['GET', '/crm/auth/users'],
      ['GET', '/auth/users/search'],
      ['POST', '/crm/auth/users'],
      ['GET', '/crm/auth/users/1'],
      ['PUT', '/crm/auth/users/1'],
      ['DELETE', '/crm/auth/users/1'],
    ] as const) {
      expect((await support(method, path, method === 'GET' ? undefined : {})).status, `${method} ${path}`).toBe(403);
      expect((await test.anonymous(method, path, method === 'GET' ? undefined : {})).status).toBe(401);
    }
  });
});

describe('finding users', () => {
  it('happy: by name, role, domain, second factor, last login and removal', async () => {
    const id = await create('finder', { email: 'finder@elsewhere.example', role: 'Auditor' });
    await test.em().execute(`update app_user set is_2fa_enabled = true, last_login = now() - interval '10 days' where id = ?`, [id]);
    expect(namesIn((await admin('GET', '/auth/users/search?search=finder')).body)).toEqual(['finder']);
    expect(namesIn((await admin('GET', filtered({ role: ['Auditor'] }))).body)).toEqual(['finder']);
    expect(namesIn((await admin('GET', filtered({ email_domain: ['Elsewhere.example'] }))).body)).toEqual(['finder']);
    expect(namesIn((await admin('GET', filtered({ is_2fa_enabled: [true] }))).body)).toEqual(['finder']);
    expect(namesIn((await admin('GET', filtered({ last_login: [30] }))).body)).toEqual(['finder']);
    expect(namesIn((await admin('GET', filtered({ last_login: [-5] }))).body)).toEqual(['finder']);
    expect(namesIn((await admin('GET', filtered({ last_login: ['never'] }))).body)).not.toContain('finder');
    await admin('DELETE', `/auth/users/${id}`);
    expect(namesIn((await admin('GET', '/auth/users/search?search=finder')).body)).toEqual([]);
    expect(namesIn((await admin('GET', filtered({ deleted: [true] }))).body)).toContain('finder');
  });

  it('error: unknown filters and sort columns', async () => {
    expect((await admin('GET', filtered({ password: ['x'] }))).body.error).toMatchObject({ code: 'validation', field: 'filters' });
    expect((await admin('GET', filtered({ last_login: ['soon'] }))).body.error).toMatchObject({ code: 'validation', field: 'filters' });
    expect((await admin('GET', '/crm/auth/users?sort=password_hash')).body.error).toMatchObject({ code: 'validation', field: 'sort' });
    expect((await admin('GET', '/crm/auth/users/999999')).status).toBe(404);
  });
});

describe('changing a user', () => {
  it('happy: names, roles and contact; a new address waits for its proof', async () => {
    await test.em().execute(`insert into customer (customer_name) values ('Acme')`);
    const [contact] = await test
      .em()
      .execute<{ contact_id: number }[]>(
        `insert into customer_contact (customer_id, contact_firstname, contact_lastname) select customer_id, 'Cy', 'Cee' from customer where customer_name = 'Acme' returning contact_id`,
      );
    const id = await create('changer');
    const { status, body } = await admin('PUT', `/auth/users/${id}`, {
      first_name: 'Jane',
      email: 'jane@new.example',
      role: 'Finance,Auditor',
      contact_id: contact?.contact_id,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      first_name: 'Jane',
      last_name: 'Person',
      email: 'changer@corp.example',
      pending_email: 'jane@new.example',
      roles: ['Auditor', 'Finance'],
      contact: { contact_firstname: 'Cy', customer_name: 'Acme' },
    });
  });

  it('happy: a removed user is out at once, and back with the old password when restored', async () => {
    const id = await create('leaver', { force_password_change: false });
    const leaver = await signIn('leaver');
    expect((await leaver('GET', '/crm/auth/me')).status).toBe(200);
    expect((await admin('DELETE', `/crm/auth/users/${id}`)).status).toBe(200);
    expect((await leaver('GET', '/crm/auth/me')).status).toBe(401);
    expect((await test.anonymous('POST', '/crm/auth/login', { email: 'leaver@corp.example', password })).status).toBe(401);
    expect((await admin('GET', `/crm/auth/users/${id}`)).body).toMatchObject({ deleted: true, deleted_at: expect.any(String), open_sessions: 0 });
    expect((await admin('PUT', `/crm/auth/users/${id}`, { deleted: false })).body).toMatchObject({ deleted: false, deleted_at: null });
    expect((await leaver('GET', '/crm/auth/me')).status).toBe(401);
    expect((await (await signIn('leaver'))('GET', '/crm/auth/me')).status).toBe(200);
  });

  it('error: nobody removes themselves', async () => {
    await create('lonely', { role: 'admin', force_password_change: false });
    const lonely = await signIn('lonely');
    const me = await lonely('GET', '/crm/auth/me');
    expect((await lonely('DELETE', `/crm/auth/users/${me.body.id}`)).body.error).toMatchObject({ code: 'forbidden' });
  });

  it('error: the last administrator cannot be removed, demoted or robbed of the role, not even by two at once', async () => {
    const alone = await createTestApi();
    try {
      await seedRoles(alone.em());
      const hash = await hashPassword(password);
      for (const name of ['a', 'b'])
        await alone.em().execute(
          `with made as (insert into app_user (username, email, password_hash, first_name, last_name) values (?, ?, ?, ?, 'x') returning id)
           insert into user_role select made.id, role.id from made, role where role.name = 'admin'`,
          [name, `${name}@corp.example`, hash, name],
        );
      const signedIn = async (name: string): Promise<{ id: number; headers: Record<string, string> }> => {
        const { body } = await alone.anonymous('POST', '/crm/auth/login', { email: `${name}@corp.example`, password });
        return { id: body.user.id, headers: { authorization: `Bearer ${body.token}` } };
      };
      const [a, b] = [await signedIn('a'), await signedIn('b')];
      const answers = await Promise.all([
        alone.anonymous('PUT', `/auth/users/${b.id}`, { role: 'Support' }, a.headers),
        alone.anonymous('PUT', `/auth/users/${a.id}`, { role: 'Support' }, b.headers),
      ]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const left = answers[0].status === 200 ? a : b;
      const roles = (await alone.anonymous<Fields[]>('GET', '/auth/roles', undefined, left.headers)).body;
      const adminRole = roles.find(({ name }) => name === 'admin');
      const right = adminRole?.permissions.find(({ name }) => name === 'admin');
      const refused = async (method: 'PUT' | 'DELETE', path: string, body?: object): Promise<void> => {
        const answer = await alone.anonymous(method, path, body, left.headers);
        expect(answer.body.error).toMatchObject({ code: 'conflict' });
      };
      await refused('PUT', `/auth/users/${left.id}`, { role: 'Support' });
      await refused('DELETE', `/auth/roles/${adminRole?.id}`);
      await refused('DELETE', `/auth/roles/${adminRole?.id}/users/${left.id}`);
      await refused('DELETE', `/auth/roles/${adminRole?.id}/permissions/${right?.id}`);
      await refused('PUT', `/auth/roles/${adminRole?.id}/permissions`, { permission_ids: [] });
    } finally {
      await alone.close();
    }
  });

  it('security: fields that are not for changing are left alone', async () => {
    const id = await create('fields');
    await admin('PUT', `/auth/users/${id}`, { password: 'Other-P4ss!', is_2fa_enabled: true, login_count: 99, email_verified: true, id: 1 });
    expect((await admin('GET', `/auth/users/${id}`)).body).toMatchObject({ id, is_2fa_enabled: false, login_count: 0, email_verified: false });
    expect((await test.anonymous('POST', '/crm/auth/login', { email: 'fields@corp.example', password: 'Other-P4ss!' })).status).toBe(401);
  });
});
