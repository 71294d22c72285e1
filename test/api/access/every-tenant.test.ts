import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { belongings, leaks, newLines } from './support/belongings.ts';
import { type Caller, tenantCallers } from './support/callers.ts';
import { expectedOutcome, statusOf } from './support/expected.ts';
import { absentIds, idsOf, isOwned } from './support/identifiers.ts';
import { type AccessWorld, openAccessWorld, some } from './support/open-world.ts';
import type { Route } from './support/route-table.ts';
import { type Known, requestOf, resolved } from './support/sample.ts';
import { type Reply, send } from './support/send.ts';

// Two customers have a row in every table; everything is tried by those who act for the first one with the rows of the second.
let access: AccessWorld;
let callers: Caller[];
beforeAll(async () => {
  access = await openAccessWorld();
  callers = await tenantCallers(access.callers);
});
afterAll(() => access?.api.close());

const titleOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;
const namesOwned = ({ path, parameters }: Route): boolean => parameters.some((one) => one.in === 'path' && isOwned(access.world, path, one.name));

/** Whether the body may name something a customer owns. */
const bodyNamesOwned = (route: Route): boolean =>
  Object.keys(resolved(route.body ?? {}, access.schemas).properties ?? {}).some((name) => isOwned(access.world, '', name));

interface Ids {
  path: Known;
  body: Known;
}

async function ask(route: Route, caller: Caller, ids: Ids, query = ''): Promise<Reply> {
  const request = requestOf(route, access.schemas, ids);
  return send(access.api.api, caller, query === '' ? request : { ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}${query}` });
}

/** Faults of one answer that hold for every request: a 5xx, a refusal other than the policy’s, anything of the other tenant. */
function faultsOf(what: string, route: Route, caller: Caller, { status, text, message }: Reply): string[] {
  const expected = expectedOutcome(route.policy, caller);
  if (status >= 500 && status !== 503) return [`${what}: ${status} ${access.causeOf(text)}`];
  if (expected !== 'let in') return status === statusOf[expected] ? [] : [`${what}: ${status}, but its policy says ${expected}`];
  // What is refused may name the number that was asked for, and nothing else.
  const shown = leaks(status < 400 ? text : text.replace(message ?? '', ''), access.world, access.world.theirs);
  return shown.length === 0 ? [] : [`${what}: ${status} shows ${shown.slice(0, 5).join(', ')} of the other customer`];
}

/** Another customer’s record must be answered like one that is not there, or numbers could be probed. */
const differs = (foreign: Reply, missing: Reply): boolean => foreign.status !== missing.status || foreign.code !== missing.code;

async function tryForeign(route: Route, caller: Caller): Promise<string[]> {
  const { world } = access;
  const [mine, theirs, absent] = [idsOf(world, world.mine, route.path), idsOf(world, world.theirs, route.path), absentIds(world, route.path)];
  const attempts: [string, Ids, Ids][] = [
    ...(namesOwned(route) ? ([['in its path', { path: theirs, body: mine }, { path: absent, body: mine }]] as [string, Ids, Ids][]) : []),
    ...(route.body === undefined ? [] : ([['in its body', { path: mine, body: theirs }, { path: mine, body: absent }]] as [string, Ids, Ids][])),
  ];
  const faults: string[] = [];
  for (const [where, foreignIds, missingIds] of attempts) {
    const what = `${titleOf(route)} as ${caller.name}, another customer’s ids ${where}`;
    const foreign = await ask(route, caller, foreignIds);
    faults.push(...faultsOf(what, route, caller, foreign));
    if (expectedOutcome(route.policy, caller) !== 'let in' || (where === 'in its body' && !bodyNamesOwned(route))) continue;
    const missing = await ask(route, caller, missingIds);
    if (foreign.status < 400 && where === 'in its path') faults.push(`${what}: ${foreign.status}, expected 404`);
    else if (differs(foreign, missing)) faults.push(`${what}: ${foreign.status} ${foreign.code}, but ${missing.status} ${missing.code} for what is not there`);
  }
  return faults;
}

async function tryLists(route: Route, caller: Caller): Promise<string[]> {
  const { world } = access;
  const mine = idsOf(world, world.mine, route.path);
  const customerId = String(world.theirs.rows.get('customer')?.['customer_id']);
  const has = (name: string): boolean => route.parameters.some((one) => one.in === 'query' && one.name === name);
  const queries = [
    '',
    ...(has('filters') ? [`filters=${encodeURIComponent(JSON.stringify({ customer_id: [Number(customerId)] }))}`] : []),
    ...['search', 'q', 'query'].filter(has).map((name) => `${name}=theirs`),
    ...route.parameters
      .filter((one) => one.in === 'query' && isOwned(world, route.path, one.name))
      .map(({ name }) => `${name}=${String(idsOf(world, world.theirs)(name))}`),
  ];
  const faults: string[] = [];
  for (const query of queries) {
    const what = `${titleOf(route)}${query === '' ? '' : `?${decodeURIComponent(query)}`} as ${caller.name}`;
    faults.push(...faultsOf(what, route, caller, await ask(route, caller, { path: mine, body: mine }, query)));
  }
  return faults;
}

/** The machine may be busy with other tests, milliseconds. */
const patience = { timeout: 120_000 };

describe('another customer’s records', patience, () => {
  it('are shown by no read, list, filter or search', async () => {
    const tries = callers.flatMap((caller) => access.routes.filter(({ method }) => method === 'get').map((route) => ({ caller, route })));
    const faults: string[] = [];
    for (const { route, caller } of tries) faults.push(...(await tryLists(route, caller)), ...(await tryForeign(route, caller)));
    expect(some(faults)).toEqual([]);
  });

  it('are changed, taken or referred to by no write', async () => {
    const faults: string[] = [];
    let before = await belongings(access.callers.em, access.world, access.world.theirs);
    for (const caller of callers) {
      for (const route of access.routes.filter(({ method }) => method !== 'get')) {
        faults.push(...(await tryForeign(route, caller)));
        const after = await belongings(access.callers.em, access.world, access.world.theirs);
        const changed = newLines(before, after);
        before = after;
        if (changed.length > 0) faults.push(`${titleOf(route)} as ${caller.name} changed what is the other customer’s: ${changed[0]?.slice(0, 400)}`);
      }
    }
    expect(some(faults)).toEqual([]);
  });
});
