import { expect } from 'vitest';
import { answersHttp, waitUntil } from '../../scripts/stack/wait-until.ts';
import { FaultyCharging } from './faulty-charging.ts';
import { type Facts, type JobFacts, openFacts } from './job-facts.ts';
import { serverSentEvents, type StreamMessage } from './server-sent-events.ts';
import { startSystem, type System } from './system.ts';

/** A job as it was ordered, with the items it drew and the states they were in before. */
export interface Order {
  provisionId: number;
  items: { id: number; formerState: string }[];
}

/** A whole system whose charging engine can be made to fail, and hands to order jobs in it. */
export interface JobSystem extends Omit<System, 'stop'> {
  charging: FaultyCharging;
  facts: Facts;
  /** Orders a product, stock drawn from the pool; the answer must be 200. */
  order(slug: string): Promise<Order>;
  /** Sends an order and answers what the API said. */
  tryOrder(slug: string, headers?: Record<string, string>, body?: object): Promise<{ status: number; body: { provision_id: number } }>;
  /** The job's live events from the first to the last, however often the API dies meanwhile. */
  events(provisionId: number, lastEventId?: string): AsyncGenerator<StreamMessage>;
  /** Waits for a job's end and what it left. */
  ended(order: Pick<Order, 'provisionId'>): Promise<JobFacts>;
  /** Waits until the API answers. */
  apiAnswers(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a demo system in front of a real engine (host:port); plays may take 20 s, and four run at once. */
export async function startJobSystem(engine: string): Promise<JobSystem> {
  const charging = await FaultyCharging.before(engine);
  const ocs = { ocsTenant: `faults-${process.pid}.example`, cgrates: charging.address };
  // Load comes from one caller here.
  const rate_limits = { stranger_per_minute: 0, user_per_minute: 0, program_per_minute: 0 };
  const system = await startSystem({ ownSettings: { ocs, rate_limits, provisioning: { play_timeout_seconds: 20, max_concurrent_plays: 4 } } });
  const facts = openFacts(system);
  const products = await system.call<{ product_id: number; product_slug: string }[]>('GET', '/crm/product/');
  const customers = await system.call<{ data: { customer_id: number }[] }>('GET', '/crm/customers?per_page=1&sort=customer_id&order=asc');
  const productId = (slug: string): number => products.body.find(({ product_slug }) => product_slug === slug)?.product_id ?? 0;
  const stock = await facts.rows<{ inventory_id: number; item_state: string }>('select inventory_id, item_state from inventory');
  const formerStates = new Map(stock.map(({ inventory_id, item_state }) => [inventory_id, item_state]));

  const tryOrder: JobSystem['tryOrder'] = (slug, headers, body = {}) => {
    const items = /sim|mobile/.test(slug) ? { 'SIM Card': 'auto', 'Mobile Number': 'auto' } : {};
    const order = { product_id: productId(slug), customer_id: customers.body.data[0]?.customer_id, ...items, ...body };
    return system.call('PUT', '/crm/provision/', order, headers);
  };
  const apiAnswers = () => waitUntil('the API', answersHttp(`${system.demo.urls.api}/crm/health`), { timeoutSeconds: 30 });
  const events = (provisionId: number, lastEventId?: string) =>
    resumed(`${system.demo.urls.api}/crm/provision/provision_id/${provisionId}/stream`, system.demo.api_key ?? '', apiAnswers, lastEventId);
  return {
    ...system,
    charging,
    facts,
    tryOrder,
    apiAnswers,
    events,
    async order(slug) {
      const answer = await tryOrder(slug);
      expect(answer).toMatchObject({ status: 200 });
      const provisionId = answer.body.provision_id;
      const drawn = await facts.rows<{ id: number }>(
        'select inventory_id as id from inventory where $1 in (reserved_provision_id, assigned_provision_id) order by id',
        [provisionId],
      );
      return { provisionId, items: drawn.map(({ id }) => ({ id, formerState: formerStates.get(id) ?? 'unknown' })) };
    },
    async ended({ provisionId }) {
      for await (const message of events(provisionId)) expect(message.id).not.toBe('');
      return facts.of(provisionId);
    },
    async stop() {
      await facts.close();
      await system.stop();
      await charging.refuse();
    },
  };
}

/** Comes back with Last-Event-ID after every break, as browsers do. */
async function* resumed(url: string, apiKey: string, apiAnswers: () => Promise<void>, lastEventId?: string): AsyncGenerator<StreamMessage> {
  let last = lastEventId;
  for (;;) {
    try {
      let type: string | undefined;
      for await (const message of serverSentEvents(url, { 'x-api-key': apiKey }, last)) {
        ({ id: last, type } = message);
        yield message;
      }
      // Nothing new either: the job was over before.
      if (type === 'end' || type === undefined) return;
    } catch (error) {
      if (!isBroken(error)) throw error;
    }
    await apiAnswers();
  }
}

/** What undici throws for a connection that was refused or cut; anything else is a fault of the test or of the API. */
const isBroken = (error: unknown): boolean => error instanceof TypeError && /fetch failed|terminated/.test(error.message);
