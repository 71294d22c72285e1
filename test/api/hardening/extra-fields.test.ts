import { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpoint } from '../../../api/endpoint.ts';
import { idsOf } from '../access/support/identifiers.ts';
import { adminKey, type AccessWorld, openAccessWorld, some } from '../access/support/open-world.ts';
import type { Route } from '../access/support/route-table.ts';
import { type Known, requestOf, resolved } from '../access/support/sample.ts';
import { send } from '../access/support/send.ts';
import type { Row } from '../access/support/two-tenants.ts';
import { changes, marker, smuggled, smuggledNumber, type Snapshot, snapshot } from './snapshot.ts';

// Every body that changes something is sent twice: as documented, and with every column of the database added that it does
// not document. Nothing that only the second one says may be found in the database afterwards.
let access: AccessWorld;
beforeAll(async () => {
  access = await openAccessWorld((api) => {
    const definition = {
      method: 'patch',
      path: '/crm/seeded/{customer_id}',
      policy: { permission: 'update_customer' },
      tag: 'test',
      summary: 'Seeded',
      params: z.object({ customer_id: z.coerce.number() }),
      body: z.object({ customer_name: z.string() }).openapi('Seeded'),
      response: z.object({}),
    } as const;
    endpoint(api, definition, async ({ em }, { params, c }) => {
      const { customer_name: name, customer_status: status } = await c.req.json<Record<string, string>>();
      await em.execute(`update customer set customer_name = ?, customer_status = coalesce(?, customer_status) where customer_id = ?`, [
        name,
        status ?? null,
        params.customer_id,
      ]);
      return {};
    });
  });
});
afterAll(() => access?.api.close());

const administrator = { headers: async () => ({ 'x-api-key': adminKey }) };
const isSeeded = ({ path }: Route): boolean => path.startsWith('/crm/seeded');
const titleOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;

/** What an attacker would try besides columns. */
const temptations = { role: 'admin', roles: ['admin'], permissions: ['admin'], is_admin: true, admin: true, balance: 1_000_000 };

/** A value for each column by which it would be recognised; another customer's row for what refers to one. */
function extraFields(route: Route): Row {
  const documented = new Set(Object.keys(resolved(route.body ?? {}, access.schemas).properties ?? {}));
  const { tables, theirs } = access.world;
  const columns = [...tables.values()].flatMap((table) => table.columns.map((column) => ({ table, column })));
  const extras = columns.map(({ table, column: { name, type, words } }): [string, unknown] => {
    const target = tables.get(table.references.get(name) ?? '');
    if (target?.key !== undefined) return [name, theirs.rows.get(target.name)?.[target.key] ?? smuggledNumber];
    if (words.length > 0) return [name, words.at(-1)];
    return [
      name,
      /^(int|numeric|float)/.test(type) ? smuggledNumber : type === 'bool' ? true : /^(timestamp|date)/.test(type) ? '2001-02-03T04:05:06Z' : marker,
    ];
  });
  return Object.fromEntries([...Object.entries(temptations), ...extras].filter(([name]) => !documented.has(name)));
}

/** What routes ask for beyond their schemas, because one of several fields must be there. */
const oneOfSeveral: Row = {
  latitude: 38.7,
  longitude: -9.1,
  percent_off: 10,
  role: 'Support',
  new_password: 'Correct-Horse-7',
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ],
  },
  collection: { type: 'FeatureCollection', features: [] },
};

/** Unique where it must be, so that a body can be sent more than once. */
function knownTo(route: Route, turn: string): Known {
  const ids = idsOf(access.world, access.world.mine, route.path);
  const unique: Row = {
    service_uuid: `uuid-${turn}`,
    product_slug: `slug-${turn}`,
    email: `${turn}@example.com`,
    username: `user-${turn}`,
    code: `CODE-${turn}`,
    item: undefined,
    ...(/\/(roles|permissions)$/.test(route.path) ? { name: `name_${turn}` } : {}),
  };
  return (name) => (name in unique ? unique[name] : (oneOfSeveral[name] ?? ids(name)));
}

interface Outcome {
  faults: string[];
  accepted: boolean;
  after: Snapshot;
}

async function tryRoute(route: Route, turn: number, before: Snapshot): Promise<Outcome> {
  const { api, callers, schemas, world } = access;
  const path = idsOf(world, world.mine, route.path);
  const base = await send(api.api, administrator, requestOf(route, schemas, { path, body: knownTo(route, `a${turn}`) }));
  const between = await snapshot(callers.em, world);
  const extras = extraFields(route);
  const again = requestOf(route, schemas, { path, body: knownTo(route, `b${turn}`) });
  const reply = await send(api.api, administrator, { ...again, body: { ...extras, ...(again.body as object) } });
  const after = await snapshot(callers.em, world);
  const found = smuggled(changes(before, between), changes(between, after), extras);
  const faults = found.length === 0 ? [] : [`${titleOf(route)} stores what it does not document: ${found.slice(0, 5).join(', ')}`];
  if (reply.status >= 500 && reply.code !== 'unavailable') faults.push(`${titleOf(route)}: ${reply.status} ${access.causeOf(reply.text)}`);
  return { faults, accepted: base.status < 300, after };
}

describe('fields that a body does not document', { timeout: 120_000 }, () => {
  it('are ignored or refused by every route that changes something', async () => {
    const routes = access.routes.filter((route) => route.body !== undefined && !isSeeded(route));
    const results: (Outcome & { route: Route })[] = [];
    let before = await snapshot(access.callers.em, access.world);
    for (const [turn, route] of routes.entries()) {
      const outcome = await tryRoute(route, turn, before);
      before = outcome.after;
      results.push({ route, ...outcome });
    }
    expect(some(results.flatMap(({ faults }) => faults))).toEqual([]);
    // The test says something only about bodies that are otherwise good.
    const accepted = results.filter((one) => one.accepted).map(({ route }) => titleOf(route));
    expect(accepted).toEqual(
      expect.arrayContaining([
        'PUT /crm/customer',
        'PUT /crm/contact',
        'PUT /crm/site',
        'PUT /crm/service',
        'PUT /crm/product',
        'PUT /crm/promo_code',
        'PUT /crm/coverage_area',
        'POST /crm/auth/roles',
        'PATCH /crm/customer/{customer_id}',
      ]),
    );
  });

  it('are found when a route stores one', async () => {
    const route = access.routes.find(isSeeded) as Route;
    const { faults, accepted } = await tryRoute(route, 0, await snapshot(access.callers.em, access.world));
    expect(accepted).toBe(true);
    expect(faults).toEqual([expect.stringContaining('customer.customer_status="Archived"')]);
  });
});
