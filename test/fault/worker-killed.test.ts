import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JobFacts, openFacts } from '../support/job-facts.ts';
import { serverSentEvents } from '../support/server-sent-events.ts';
import { type System, startSystem } from '../support/system.ts';

let system: System;
let facts: Awaited<ReturnType<typeof openFacts>>;

beforeAll(async () => {
  system = await startSystem();
  facts = await openFacts(system);
}, 600_000);

afterAll(async () => {
  await facts?.close();
  await system?.stop();
}, 60_000);

interface Order {
  provisionId: number;
  items: number[];
}

/** Orders the SIM plan for the first customer with stock drawn from the pool. */
async function orderSim(): Promise<Order> {
  const products = await system.call<{ product_id: number; provisioning_play: string }[]>('GET', '/crm/product/');
  const product = products.body.find(({ provisioning_play }) => provisioning_play === 'play_psim_only');
  const customers = await system.call<{ data: { customer_id: number }[] }>('GET', '/crm/customers?per_page=1&sort=customer_id&order=asc');
  const answer = await system.call<{ provision_id: number }>('PUT', '/crm/provision/', {
    product_id: product?.product_id,
    customer_id: customers.body.data[0]?.customer_id,
    'SIM Card': 'auto',
    'Mobile Number': 'auto',
  });
  expect(answer.status).toBe(200);
  const provisionId = answer.body.provision_id;
  const { rows } = await facts.query('select inventory_id from inventory where reserved_provision_id = $1 order by inventory_id', [provisionId]);
  return { provisionId, items: (rows as { inventory_id: number }[]).map(({ inventory_id }) => inventory_id) };
}

const streamOf = ({ provisionId }: Order) =>
  serverSentEvents(`${system.demo.urls.api}/crm/provision/provision_id/${provisionId}/stream`, { 'x-api-key': system.demo.api_key ?? '' });

/** Kills the worker as soon as the job's n-th task is seen running, then reads on until the job is over. */
async function killDuringTask(order: Order, task: number): Promise<JobFacts> {
  let seen = 0;
  let killed = false;
  for await (const { type, data } of streamOf(order)) {
    if (type === 'event' && data.provisioning_status === 1) seen += 1;
    if (!killed && seen >= task) {
      killed = true;
      system.kill('worker');
    }
  }
  return facts.of(order.provisionId);
}

/** A job is whole: all of it is there, or none of it and the stock is back on the shelf. */
async function expectCleanEnd(job: JobFacts, order: Order): Promise<void> {
  const [service] = job.services;
  const whole = {
    status: 0,
    services: [service],
    accounts: [service?.service_uuid],
    items: order.items.map((id) => expect.objectContaining({ inventory_id: id, item_state: 'Assigned', service_id: service?.service_id })),
  };
  const nothing = { status: 2, services: [], accounts: [], items: [], charges: 0, reason: expect.stringMatching(/\w/) };
  expect(job).toMatchObject(job.status === 0 ? whole : nothing);
  expect(await facts.itemStates(order.items)).toEqual(
    order.items.map(() => expect.stringMatching(job.status === 0 ? /^Assigned \(held\)$/ : /^(New|In Stock)$/)),
  );
}

describe('a worker killed in the middle of a play', () => {
  it('leaves ten clean ends of ten jobs, whichever task was running', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const order = await orderSim();
      await expectCleanEnd(await killDuringTask(order, round * 2 - 1), order);
    }
  }, 900_000);

  it('leaves no play running', async () => {
    const { rows } = await facts.query('select count(*)::int as running from provision where provisioning_status = 1');
    expect(rows).toEqual([{ running: 0 }]);
  });

  it('lets the next job succeed', async () => {
    const order = await orderSim();
    for await (const message of streamOf(order)) expect(message.id).not.toBe('');
    const job = await facts.of(order.provisionId);
    expect(job.status).toBe(0);
    await expectCleanEnd(job, order);
  });
});
