import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signToken } from '../../domain/identity/access-token.ts';
import { finished, playedWell, type ProvisioningApi, startProvisioningApi } from '../api/provisioning/support.ts';
import type { Answer, Client } from '../support/api.ts';
import { insertProvision } from '../support/seed.ts';

let api: ProvisioningApi;
beforeAll(async () => {
  api = await startProvisioningApi();
  api.plays.run = async ({ provisionId, attempt }) => {
    await assignReserved(provisionId, attempt);
    return playedWell;
  };
});
afterAll(() => api?.close());

const rows = <T extends object>(sql: string, values: unknown[] = []): Promise<T[]> => api.em().execute<T[]>(sql, values);
/** Orders an item; who is told to try again in a moment (503) does so, and is counted once. */
async function order(client: Client, item: number | 'auto'): Promise<Answer> {
  for (;;) {
    const answer = await client('PUT', '/crm/provision/', { product_id: api.operator.productId, customer_id: api.operator.customerId, 'SIM Card': item });
    if (answer.status !== 503) return answer;
  }
}

/** What the shipped plays do: a service, and the job's stock for it, through the API with the play's own token. */
async function assignReserved(provisionId: number, attempt: number): Promise<void> {
  const { customerId: customer_id, productId: product_id } = api.operator;
  const service = await asPlay(provisionId, attempt, 'PUT', '/crm/service/', { customer_id, product_id, service_uuid: `race_${provisionId}` });
  for (const { id } of await rows<{ id: number }>('select inventory_id as id from inventory where reserved_provision_id = ?', [provisionId])) {
    const change = { customer_id, service_id: service.body.service_id, item_state: 'Assigned' };
    expect(await asPlay(provisionId, attempt, 'PATCH', `/crm/inventory/inventory_id/${id}`, change)).toMatchObject({ status: 200 });
  }
}

async function asPlay(provisionId: number, attempt: number, method: string, path: string, body: object): Promise<Answer> {
  const token = await signToken(api.deps.config.jwt_secret, { kind: 'play', provisionId, attempt });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await api.api.request(path, { method, headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** Takes turns on a list of things to do, so many at once. */
async function atOnce<T>(lanes: number, calls: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const lane = async (): Promise<void> => {
    for (let next = calls.shift(); next !== undefined; next = calls.shift()) results.push(await next());
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

const countOf = (answers: Answer[], status: number): number => answers.filter((answer) => answer.status === status).length;

describe('32 clients that order from a pool of 20', () => {
  it('get each item once, and the rest are told that none is left', async () => {
    await rows(`insert into inventory (inventory_template_id, item, itemtext1)
      select inventory_template_id, item, 'pool-' || n from inventory_template, generate_series(1, 10) n where item = 'SIM Card'`);
    const clients = await Promise.all(Array.from({ length: 32 }, () => api.staff('create_provision', 'view_provision')));

    const answers = await Promise.all(clients.map((client) => order(client, 'auto')));

    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    const jobs = await Promise.all(answers.filter(({ status }) => status === 200).map(({ body }) => finished(clients[0]!, body.provision_id)));
    // A machine under load may give up on a job after it was stored; its item is back in the pool then.
    const succeeded = jobs.filter(({ phase }) => phase === 'succeeded').map(({ provision_id }) => provision_id as number);
    const owners = await rows<{ job: number; service_id: number }>(
      `select assigned_provision_id as job, service_id from inventory where item_state = 'Assigned'`,
    );
    expect(owners.map(({ job }) => job).toSorted()).toEqual(succeeded.toSorted());
    expect(new Set(owners.map(({ service_id }) => service_id)).size).toBe(owners.length);
    const free = await rows(
      `select inventory_id from inventory where item_state in ('New', 'In Stock') and reserved_provision_id is null and customer_id is null`,
    );
    expect(free.length).toBe(20 - succeeded.length);
    expect(free.length).toBeLessThanOrEqual(jobs.length - succeeded.length);
    expect(await rows('select provision_id from provision where provisioning_status = 1')).toEqual([]);
  });
});

describe('2,000 requests for one item', () => {
  it('have exactly one winner; every other is told which item was taken', async () => {
    const [item] = await rows<{ id: number }>(
      `insert into inventory (inventory_template_id, item, itemtext1) select inventory_template_id, item, 'the one' from inventory_template where item = 'SIM Card' returning inventory_id as id`,
    );
    const staff = await api.staff('create_provision', 'view_provision');
    const before = await rows<{ count: number }>('select count(*)::int as count from provision');

    const answers = await atOnce(
      64,
      Array.from({ length: 2000 }, () => () => order(staff, item!.id)),
    );

    expect([countOf(answers, 200), countOf(answers, 409)]).toEqual([1, 1999]);
    expect(answers.filter(({ status, body }) => status === 409 && body.error.field !== 'SIM Card')).toEqual([]);
    const won = answers.find(({ status }) => status === 200)?.body.provision_id as number;
    expect(await finished(staff, won)).toMatchObject({ phase: 'succeeded' });
    expect(await rows('select assigned_provision_id as job, item_state from inventory where inventory_id = ?', [item!.id])).toEqual([
      { job: won, item_state: 'Assigned' },
    ]);
    expect(await rows<{ count: number }>('select count(*)::int as count from provision')).toEqual([{ count: (before[0]?.count ?? 0) + 1 }]);
  });
});

describe('one play that writes twice at once', () => {
  it('makes both services, whichever comes first', async () => {
    const { customerId: customer_id } = api.operator;
    const pairs = Array.from({ length: 20 }, (_, index) => async () => {
      const job = await insertProvision(api.em(), customer_id);
      const make = (name: string) => asPlay(job, 0, 'PUT', '/crm/service/', { customer_id, service_uuid: `${name}_${index}`, service_name: name });
      return Promise.all([make('first'), make('second')]);
    });
    const answers = (await atOnce(4, pairs)).flat();
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });
});
