import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { signToken } from '../../../../domain/identity/access-token.ts';
import { permissionCatalogue, playPermissions, seededRoles } from '../../../../domain/identity/permissions.ts';
import type { Asker } from './expected.ts';
import type { TwoTenants } from './two-tenants.ts';

/** Hash of a password that nobody knows. */
export const nobodysPasswordHash = '$argon2id$v=19$m=19456,t=2,p=1$LAMR7waPdMDbgO+OgztuXw$SBl8nt4rYQfjLY+l5vtHMntBD2sYoIonr/UpJTRF9Fs';

/** Somebody who sends requests; one that acts comes from a user and a session of its own, because some routes change or end those. */
export interface Caller extends Asker {
  name: string;
  headers(acts: boolean): Promise<Record<string, string>>;
}

export interface CallerDeps {
  em: EntityManager;
  secret: string;
  world: TwoTenants;
}

/** Somebody without credentials, somebody whose session is over, every seeded role as staff, and an API key. */
export async function staffCallers(deps: CallerDeps, apiKey: { key: string; role: string }): Promise<Caller[]> {
  const nobody: Caller = { name: 'anonymous', known: false, permissions: new Set(), tenant: false, headers: async () => ({}) };
  const ended: Caller = {
    ...nobody,
    name: 'a session that is over',
    headers: async () => bearer(deps.secret, { kind: 'user', userId: 1, sessionId: randomUUID() }),
  };
  const roles = await Promise.all(
    Object.entries(seededRoles)
      .filter(([role]) => role !== 'customer')
      .map(([role, { permissions }]) => userCaller(deps, { name: `the role ${role}`, role, permissions, contactId: null })),
  );
  const key: Caller = {
    name: `an API key with the role ${apiKey.role}`,
    known: true,
    permissions: new Set(seededRoles[apiKey.role]?.permissions),
    tenant: false,
    headers: async () => ({ 'x-api-key': apiKey.key }),
  };
  return [nobody, ended, ...roles, key];
}

/** Those who act for the first customer: its user with the seeded role, its user with every right over records, and the play of its job. */
export async function tenantCallers(deps: CallerDeps): Promise<Caller[]> {
  const { em, world, secret } = deps;
  const contactId = world.mine.rows.get('customer_contact')?.['contact_id'] as number;
  const everything = permissionCatalogue.filter((name) => /^(view|create|update|delete)_/.test(name));
  await em.execute(`insert into role (name) values ('every right over records')`);
  await em.execute(
    `insert into role_permission (role_id, permission_id) select r.id, p.id from role r, permission p where r.name = 'every right over records' and p.name = any(array[?]::text[])`,
    [everything],
  );
  const provisionId = world.mine.rows.get('provision')?.['provision_id'] as number;
  return [
    await userCaller(deps, { name: 'a customer’s user', role: 'customer', permissions: seededRoles['customer']?.permissions ?? [], contactId }),
    await userCaller(deps, { name: 'a customer’s user with every right over records', role: 'every right over records', permissions: everything, contactId }),
    {
      name: 'the play of a customer’s job',
      known: true,
      permissions: new Set(playPermissions),
      tenant: true,
      headers: () => bearer(secret, { kind: 'play', provisionId, attempt: 0 }),
    },
  ];
}

interface User {
  name: string;
  role: string;
  permissions: readonly string[];
  contactId: number | null;
}

async function userCaller({ em, secret }: CallerDeps, { name, role, permissions, contactId }: User): Promise<Caller> {
  const signIn = async (): Promise<Record<string, string>> => {
    const unique = randomUUID();
    const [made] = await em.fork().execute<{ user_id: number }[]>(
      `with made as (insert into app_user (username, email, password_hash, first_name, last_name, contact_id) values (?, ?, ?, 'Test', 'User', ?) returning id),
            member as (insert into user_role (user_id, role_id) select made.id, role.id from made, role where role.name = ?)
       insert into refresh_token (id, family_id, user_id, token_hash, expires_at) select ?, ?, id, ?, now() + interval '1 day' from made returning user_id`,
      [unique, `${unique}@example.com`, nobodysPasswordHash, contactId, role, unique, unique, unique],
    );
    return bearer(secret, { kind: 'user', userId: made?.user_id ?? 0, sessionId: unique });
  };
  const reading = await signIn();
  return { name, known: true, permissions: new Set(permissions), tenant: contactId !== null, headers: async (acts) => (acts ? signIn() : reading) };
}

const bearer = async (secret: string, claims: Parameters<typeof signToken>[1]): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await signToken(secret, claims)}`,
});
