import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, staffCallers } from './support/callers.ts';
import { expectedOutcome, statusOf } from './support/expected.ts';
import { absentIds, idsOf, unknownIdentifiers } from './support/identifiers.ts';
import { type AccessWorld, auditorKey, openAccessWorld, some } from './support/open-world.ts';
import type { Route } from './support/route-table.ts';
import { requestOf } from './support/sample.ts';
import { type Reply, send } from './support/send.ts';

// Every route of the application’s own table is tried, so a new one is included as soon as it is registered.
let access: AccessWorld;
beforeAll(async () => {
  access = await openAccessWorld();
});
afterAll(() => access?.api.close());

/** The machine may be busy with other tests, milliseconds. */
const patience = { timeout: 120_000 };

const titleOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;

/** What the answer of a route means, when it is not what the policy promises; undefined when it is. */
function fault(route: Route, caller: Caller, { status, code, message, text }: Reply): string | undefined {
  const expected = expectedOutcome(route.policy, caller);
  const what = `${titleOf(route)} as ${caller.name} answers ${status} ${message ?? ''}`;
  if (status >= 500 && status !== 503) return `${what}, which is a fault of the API: ${access.causeOf(text)}`;
  if (expected !== 'let in') {
    const refused = status === statusOf[expected] && code === expected && text.includes('"requestId"');
    return refused ? undefined : `${what}, but its policy says ${expected}`;
  }
  if (route.policy !== 'public' && status === 401) return `${what}, but its policy lets this caller in`;
  // A handler may have finer rules of its own; the guard's refusal names the policy's permission.
  const guarded = typeof route.policy === 'object' && message === `This needs the permission ${route.policy.permission}.`;
  return guarded ? `${what}, but its policy lets this caller in` : undefined;
}

async function tryAll(caller: Caller): Promise<string[]> {
  const { api, world, routes, schemas } = access;
  const faults: string[] = [];
  for (const route of routes) {
    // Whoever is let in changes nothing: the records named are not there, and the body says nothing.
    const acts = route.method !== 'get' && expectedOutcome(route.policy, caller) === 'let in';
    const ids = acts ? absentIds(world, route.path, 'all') : idsOf(world, world.mine, route.path);
    const request = requestOf(route, schemas, { path: ids, body: ids });
    const reply = await send(api.api, caller, acts && route.body !== undefined ? { ...request, body: {} } : request);
    faults.push(...[fault(route, caller, reply)].filter((one) => one !== undefined));
  }
  return faults;
}

describe('every route', patience, () => {
  it('answers every seeded role, strangers and keys as its policy says', async () => {
    const callers = await staffCallers(access.callers, auditorKey);
    expect(callers.length).toBeGreaterThan(9);
    const faults = await Promise.all(callers.map(tryAll));
    expect(some(faults.flat())).toEqual([]);
  });

  it('names its records by identifiers the tests know', () => {
    const unknown = access.routes.flatMap((route) => unknownIdentifiers(access.world, route).map((name) => `${titleOf(route)}: {${name}}`));
    expect(unknown, 'say in “special” of test/api/access/support/identifiers.ts which table and column these are').toEqual([]);
  });

  it('is read by an administrator, so that refusals to others are about the caller', async () => {
    const { api, world, routes, schemas, callers } = access;
    const admin = (await staffCallers(callers, auditorKey)).find(({ name }) => name === 'the role admin');
    const reads = routes.filter(({ method, documented }) => method === 'get' && documented);
    const unread: string[] = [];
    const faults: string[] = [];
    for (const route of reads) {
      const ids = idsOf(world, world.mine, route.path);
      const { status, text } = await send(api.api, admin as Caller, requestOf(route, schemas, { path: ids, body: ids }));
      if (status < 400 || status === 503) continue;
      const what = `${titleOf(route)}: ${status} ${access.causeOf(text)}`;
      // A made-up row may lack what a read is about, or the query needs one of several parameters.
      if ([400, 404, 422].includes(status)) unread.push(what);
      else faults.push(what);
    }
    expect(some(faults)).toEqual([]);
    expect(unread.length / reads.length, `${some(unread).join(', ')}`).toBeLessThan(0.1);
  });
});
