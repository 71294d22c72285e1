import { pino } from 'pino';
import { createApp } from '../../../api/app.ts';
import type { ApiDeps } from '../../../api/deps.ts';
import type { Api } from '../../../api/endpoint.ts';
import type { Ctx } from '../../../domain/context.ts';
import { type CreateUserInput, createUser } from '../../../domain/identity/create-user.ts';
import type { AccountMailOrder } from '../../../domain/identity/account-mail.ts';
import { systemPrincipal } from '../../../domain/identity/principal.ts';
import { seedRoles } from '../../../domain/identity/seed-roles.ts';
import type { Config } from '../../../domain/settings/config-schema.ts';
import { parseConfig } from '../../../domain/settings/load-config.ts';
import { noCharging } from '../../support/api.ts';
import { noLive, noTemporal } from '../../support/offline.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

export const jwtSecret = 'a test secret of more than thirty-two characters';
export const password = 'Correct-Horse-7';
export const adminKey = 'admin-key-0123456789-0123456789-0123456789';
export const networkKey = 'network-key-0123456789-0123456789-01234567';
export const readerKey = 'reader-key-0123456789-0123456789-012345678';

/** An API over a database of its own with the seeded roles; `from` is the address requests come from. */
export interface IdentityApi {
  app: Api;
  database: TestDatabase;
  config: Config;
  /** Mails that were ordered, the newest last. */
  mails: AccountMailOrder[];
  ctx(): Ctx;
  addUser(input: Partial<CreateUserInput> & { email: string }): Promise<number>;
  send(method: string, path: string, options?: SendOptions): Promise<Answer>;
  logIn(email: string, options?: SendOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface SendOptions {
  body?: unknown;
  headers?: Record<string, string>;
  from?: string;
}

export interface Answer {
  status: number;
  body: Record<string, unknown> & { token: string; refresh_token: string; user: Record<string, unknown>; error: { code: string; message: string } };
  cookies: string[];
}

export async function createIdentityApi(config: Record<string, unknown> = {}, deps: Partial<ApiDeps> = {}): Promise<IdentityApi> {
  const database = await createTestDatabase();
  await seedRoles(database.orm.em.fork());
  const settings = parseConfig({ jwt_secret: jwtSecret, environment: 'local', ocs: { ocsTenant: 'test', cgrates: 'localhost:2080' }, ...config }, 'test');
  const mails: AccountMailOrder[] = [];
  const app = createApp({
    config: settings,
    orm: database.orm,
    log: pino({ level: 'silent' }),
    charging: noCharging,
    temporal: { ...noTemporal(), startAccountMail: async (order) => void mails.push(order) },
    live: noLive,
    healthChecks: {},
    ...deps,
  });
  const ctx = (): Ctx => ({ em: database.orm.em.fork(), principal: systemPrincipal('test'), requestId: 'test', ip: null });
  const send: IdentityApi['send'] = async (method, path, { body, headers = {}, from = '127.0.0.1' } = {}) => {
    const init = {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const response = await app.request(path, init, { incoming: { socket: { remoteAddress: from } } });
    return { status: response.status, body: (await response.json()) as Answer['body'], cookies: response.headers.getSetCookie() };
  };
  return {
    app,
    database,
    config: settings,
    mails,
    ctx,
    send,
    async addUser({ email, ...input }) {
      const name = email.split('@')[0] ?? email;
      return (await createUser(ctx(), { username: name, email, password, first_name: 'Test', last_name: name, roles: ['Support'], ...input })).id;
    },
    logIn: (email, options) => send('POST', '/crm/auth/login', { ...options, body: { email, password, ...(options?.body as object) } }),
    close: () => database.close(),
  };
}

/** What a browser would send back. */
export const cookieHeader = (cookies: string[]): string => cookies.map((cookie) => cookie.split(';')[0]).join('; ');
export const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });
