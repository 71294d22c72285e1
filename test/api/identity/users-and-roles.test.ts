import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Contact } from '../../../domain/customers/contact.entity.ts';
import { Customer } from '../../../domain/customers/customer.entity.ts';
import { createUser } from '../../../domain/identity/create-user.ts';
import { permissionCatalogue } from '../../../domain/identity/permissions.ts';
import { anonymous } from '../../../domain/identity/principal.ts';
import { seedRoles } from '../../../domain/identity/seed-roles.ts';
import { landingOf, noCustomer, readUserAccess } from '../../../domain/identity/user-access.ts';
import { createIdentityApi, type IdentityApi, password } from './support.ts';

let api: IdentityApi;
beforeAll(async () => {
  api = await createIdentityApi();
});
afterAll(() => api.close());

const sql = <T extends object>(text: string) => api.ctx().em.execute<T[]>(text);
const permissionsOf = async (role: string) =>
  (
    await sql<{ name: string }>(
      `select p.name from role r join role_permission rp on rp.role_id = r.id join permission p on p.id = rp.permission_id where r.name = '${role}'`,
    )
  ).map(({ name }) => name);

describe('seeding', () => {
  it('makes the whole permission catalogue and the roles', async () => {
    const names = (await sql<{ name: string }>('select name from permission')).map(({ name }) => name);
    expect(names.sort()).toEqual([...permissionCatalogue].sort());
    expect(await permissionsOf('cbc')).toContain('create_cbc_message');
  });

  it('again leaves what an operator changed, renamed or deleted', async () => {
    await sql(`delete from role_permission where role_id = (select id from role where name = 'cbc')`);
    await sql(`update role set name = 'Watchers' where name = 'Auditor'`);
    await sql(`delete from role where name = 'customer_service_agent_1'`);
    await Promise.all([1, 2, 3].map(() => seedRoles(api.ctx().em)));
    expect(await permissionsOf('cbc')).toEqual([]);
    const roles = (await sql<{ name: string }>('select name from role')).map(({ name }) => name);
    expect(roles).toContain('Watchers');
    expect(roles).not.toContain('Auditor');
    expect(roles).not.toContain('customer_service_agent_1');
  });
});

describe('creating a user', () => {
  const input = { username: 'new', email: 'new@example.com', password, first_name: 'New', last_name: 'User', roles: ['Support'] };

  it('needs admin', async () => {
    await expect(createUser({ ...api.ctx(), principal: anonymous }, input)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('refuses a taken address in any case, a taken name, an unknown role or contact, a weak password, no role', async () => {
    await createUser(api.ctx(), input);
    const attempt = (change: object) => createUser(api.ctx(), { ...input, username: 'other', email: 'other@example.com', ...change });
    await expect(attempt({ email: 'NEW@example.com' })).rejects.toMatchObject({ kind: 'conflict', field: 'email' });
    await expect(attempt({ username: 'new' })).rejects.toMatchObject({ kind: 'conflict', field: 'username' });
    await expect(attempt({ roles: ['Support', 'Nobody'] })).rejects.toMatchObject({ kind: 'validation', field: 'role' });
    await expect(attempt({ roles: [] })).rejects.toMatchObject({ kind: 'validation', field: 'role' });
    await expect(attempt({ contact_id: 99_999 })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(attempt({ password: 'weak' })).rejects.toMatchObject({ kind: 'validation', field: 'password' });
    expect(await sql(`select from app_user where username = 'other'`)).toHaveLength(0);
  });
});

describe('rights', () => {
  it('of several roles add up', async () => {
    const id = await api.addUser({ email: 'both@example.com', roles: ['Support', 'Finance'] });
    const user = await readUserAccess(api.ctx().em, id);
    expect(user?.permissions).toEqual(expect.arrayContaining(['update_inventory', 'create_customer_invoice']));
  });

  it('of a customer’s user whose contact is gone reach no customer at all', async () => {
    const em = api.ctx().em;
    const customer = em.create(Customer, { customer_name: 'Ann' });
    await em.flush();
    const contact = em.create(Contact, { customer_id: customer.customer_id, contact_firstname: 'Ann' });
    await em.flush();
    const id = await api.addUser({ email: 'ann@example.com', roles: ['customer'], contact_id: contact.contact_id });
    expect((await readUserAccess(api.ctx().em, id))?.customer_id).toBe(customer.customer_id);
    await em.remove(contact).flush();
    const orphan = await readUserAccess(api.ctx().em, id);
    expect(orphan?.customer_id).toBe(noCustomer);
    expect(landingOf(noCustomer, orphan?.permissions ?? [])).toBe('/self-care');
  });

  it('decide the first page', () => {
    expect(landingOf(null, ['view_cbc_message', 'create_cbc_message'])).toBe('/create-cell-broadcast');
    expect(landingOf(null, ['view_cbc_message', 'view_customer'])).toBe('/customers');
    expect(landingOf(null, [])).toBe('/customers');
    expect(landingOf(7, ['admin'])).toBe('/self-care');
  });
});
