import { pino } from 'pino';
import type { ApiDeps } from '../../../../api/deps.ts';
import type { Api } from '../../../../api/endpoint.ts';
import { seedRoles } from '../../../../domain/identity/seed-roles.ts';
import { parseConfig } from '../../../../domain/settings/load-config.ts';
import { createTestApi, type TestApi } from '../../../support/api.ts';
import { absentTemporal } from '../../../support/offline.ts';
import type { CallerDeps } from './callers.ts';
import { endingLive } from './ending-live.ts';
import { type ApiDocument, documentOf, type Route, routesOf } from './route-table.ts';
import { makeTwoTenants, type TwoTenants, worldSecret as secret } from './two-tenants.ts';

export const auditorKey = { key: 'auditor-key-0123456789-0123456789-01234567', role: 'Auditor' };
export const adminKey = 'admin-key-0123456789-0123456789-0123456789';

/** The application over a database with two tenants, and its own table of routes. */
export interface AccessWorld {
  api: TestApi;
  world: TwoTenants;
  routes: Route[];
  schemas: ApiDocument['components']['schemas'];
  callers: CallerDeps;
  /** What the API logged about requests it could not answer, to tell beside a 5xx. */
  causeOf: (answer: string) => string;
}

/** Opens it; `seeded` adds routes, `overrides` replace dependencies of the API. */
export async function openAccessWorld(seeded: (api: Api) => void = () => undefined, overrides: Partial<ApiDeps> = {}): Promise<AccessWorld> {
  const config = parseConfig(
    {
      environment: 'local',
      ocs: { ocsTenant: 'test.example', cgrates: '127.0.0.1:1' },
      jwt_secret: secret,
      api_keys: { [auditorKey.key]: { roles: [auditorKey.role] }, [adminKey]: { roles: ['admin'] } },
    },
    'test',
  );
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line) => void lines.push(line) });
  const api: TestApi = await createTestApi({ config, log, temporal: absentTemporal(), live: endingLive(() => api.em()), ...overrides });
  seeded(api.api);
  await seedRoles(api.em());
  const world = await makeTwoTenants(api.em());
  return {
    api,
    world,
    routes: routesOf(api.api),
    schemas: documentOf(api.api).components.schemas,
    callers: { em: api.em(), secret, world },
    causeOf: causeIn(lines),
  };
}

const causeIn =
  (lines: readonly string[]) =>
  (answer: string): string => {
    const [, id = 'none'] = /"requestId":"([^"]+)"/.exec(answer) ?? [];
    const line = lines.find((one) => one.includes(id));
    return line === undefined ? answer.slice(0, 200) : String((JSON.parse(line) as { err?: { message?: string } }).err?.message).slice(0, 300);
  };

/** The first of many faults, so that the reason can be seen. */
export const some = (faults: readonly string[]): readonly string[] =>
  faults.length <= 12 ? faults : [...faults.slice(0, 12), `and ${faults.length - 12} more`];
