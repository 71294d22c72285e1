import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { pino } from 'pino';
import { createApp } from '../../api/app.ts';
import type { ApiDeps } from '../../api/deps.ts';
import type { Api } from '../../api/endpoint.ts';
import type { ChargingEngine } from '../../domain/charging/charging-engine.ts';
import { signToken } from '../../domain/identity/access-token.ts';
import type { PermissionName } from '../../domain/identity/permissions.ts';
import { parseConfig } from '../../domain/settings/load-config.ts';
import type { Fields } from './answer-fields.ts';
import { noLive, noTemporal } from './offline.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

const jwtSecret = 'test-secret-that-is-32-characters-long';

/** A charging system that has no account. */
export const noCharging: ChargingEngine = { account: async () => null, actionPlans: async () => [] };

/** An answer, read once. */
export interface Answer<T = Fields> {
  status: number;
  body: T;
}

/** Sends requests as one caller; an answer that is more than a record, page or refusal is said at the call. */
export type Client = <T = Fields>(
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<T>>;

/** The whole API on a database of its own, with callers made on demand. */
export interface TestApi {
  api: Api;
  database: TestDatabase;
  deps: ApiDeps;
  em(): EntityManager;
  anonymous: Client;
  /** A signed-in member of staff with these permissions. */
  staff(...permissions: PermissionName[]): Promise<Client>;
  /** A signed-in user of a customer with these permissions. */
  customerUser(customerId: number, ...permissions: PermissionName[]): Promise<Client>;
  /** The play of a job's attempt. */
  play(provisionId: number, attempt?: number): Promise<Client>;
  close(): Promise<void>;
}

/** Builds the API; `overrides` replace single dependencies. */
export async function createTestApi(overrides: Partial<ApiDeps> = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const config = parseConfig({ environment: 'local', ocs: { ocsTenant: 'test.example', cgrates: '127.0.0.1:1' }, jwt_secret: jwtSecret }, 'test');
  const deps: ApiDeps = {
    config,
    orm: database.orm,
    log: pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
    charging: noCharging,
    temporal: noTemporal(),
    live: noLive,
    healthChecks: {},
    ...overrides,
  };
  const api = createApp(deps);
  const em = (): EntityManager => database.orm.em.fork();
  const bearer = async (claims: Parameters<typeof signToken>[1]): Promise<Client> => clientOf(api, await signToken(config.jwt_secret, claims));
  const user = async (contactId: number | null, permissions: readonly PermissionName[]): Promise<Client> =>
    bearer({ kind: 'user', ...(await insertUser(em(), contactId, permissions)) });
  return {
    api,
    database,
    deps,
    em,
    anonymous: clientOf(api),
    staff: (...permissions) => user(null, permissions),
    customerUser: async (customerId, ...permissions) => user(await insertContact(em(), customerId), permissions),
    play: (provisionId, attempt = 0) => bearer({ kind: 'play', provisionId, attempt }),
    close: () => database.close(),
  };
}

function clientOf(api: Api, token?: string): Client {
  return async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await api.request(path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, body: (isJson ? JSON.parse(text) : text === '' ? undefined : text) as T };
  };
}

async function insertUser(em: EntityManager, contactId: number | null, permissions: readonly PermissionName[]): Promise<{ userId: number; sessionId: string }> {
  const name = randomUUID();
  const [user] = await em.execute<{ id: number }[]>(
    `insert into app_user (username, email, password_hash, first_name, last_name, contact_id) values (?, ?, 'none', 'Test', 'User', ?) returning id`,
    [name, `${name}@example.com`, contactId],
  );
  const [role] = await em.execute<{ id: number }[]>('insert into role (name) values (?) returning id', [name]);
  const userId = user?.id ?? 0;
  await em.execute('insert into user_role (user_id, role_id) values (?, ?)', [userId, role?.id]);
  for (const permission of permissions) {
    await em.execute('insert into permission (name) values (?) on conflict (name) do nothing', [permission]);
    await em.execute('insert into role_permission select ?, id from permission where name = ?', [role?.id, permission]);
  }
  const sessionId = randomUUID();
  await em.execute(`insert into refresh_token (id, family_id, user_id, token_hash, expires_at) values (?, ?, ?, ?, now() + interval '1 day')`, [
    randomUUID(),
    sessionId,
    userId,
    sessionId,
  ]);
  return { userId, sessionId };
}

async function insertContact(em: EntityManager, customerId: number): Promise<number> {
  const [row] = await em.execute<{ contact_id: number }[]>(
    `insert into customer_contact (customer_id, contact_firstname) values (?, 'User') returning contact_id`,
    [customerId],
  );
  return row?.contact_id ?? 0;
}
