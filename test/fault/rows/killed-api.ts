import { EventEmitter, once } from 'node:events';
import { expect, it } from 'vitest';
import { expectCleanEnd } from '../../support/clean-end.ts';
import type { JobSystem, Order } from '../../support/job-system.ts';

const kills = 20;

/** A job as those see it who ordered and watched it through every kill. */
interface Watched {
  order: Pick<Order, 'provisionId'>;
  ids: number[];
}

/** Row 3: the API killed -9 twenty times while jobs are ordered, run and are watched. */
export function killedApi(system: () => JobSystem): void {
  it('loses no job, and no event stream has a gap or a repeat', async () => {
    const world = system();
    const [last] = await world.facts.rows<{ id: number }>('select coalesce(max(provision_id), 0) as id from provision');
    const something = new EventEmitter();
    const over = new AbortController();
    const lanes = Promise.all(['home-fibre-100', 'mobile-5gb'].map((slug) => lane(world, slug, something, over.signal)));

    for (let killed = 0; killed < kills; killed += 1) {
      await world.apiAnswers();
      await once(something, 'happened');
      world.kill('api');
    }
    over.abort();

    const jobs = (await lanes).flat();
    expect(jobs.length).toBeGreaterThanOrEqual(2);
    for (const { order, ids } of jobs) await expectFollowed(world, order, ids);
    // One job for each key, however often its order was sent.
    const stored = await world.facts.rows<{ id: number }>('select provision_id as id from provision where provision_id > $1', [last?.id]);
    expect(stored.map(({ id }) => id).toSorted()).toEqual(jobs.map(({ order }) => order.provisionId).toSorted());
    const next = await world.order('mobile-5gb');
    expect(await world.ended(next)).toMatchObject({ phase: 'succeeded' });
  }, 600_000);
}

/** Orders one job after the other until told that it is over, each with an Idempotency-Key and as often as it takes to be answered. */
async function lane(system: JobSystem, slug: string, something: EventEmitter, over: AbortSignal): Promise<Watched[]> {
  const jobs: Watched[] = [];
  while (!over.aborted) {
    const key = `fire-${slug}-${jobs.length}`;
    const provisionId = await insist(system, slug, key);
    something.emit('happened');
    const ids: number[] = [];
    for await (const { id } of system.events(provisionId)) {
      ids.push(Number(id));
      something.emit('happened');
    }
    jobs.push({ order: { provisionId }, ids });
  }
  return jobs;
}

async function insist(system: JobSystem, slug: string, key: string): Promise<number> {
  for (;;) {
    const answer = await system.tryOrder(slug, { 'idempotency-key': key }).catch(() => undefined);
    if (answer?.status === 200) return answer.body.provision_id;
    if (answer !== undefined) expect([503, 409]).toContain(answer.status);
    await system.apiAnswers();
  }
}

async function expectFollowed(system: JobSystem, order: Watched['order'], ids: number[]): Promise<void> {
  const [stored] = await system.facts.rows<{ count: number }>(`select count(*)::int as count from live_event where channel = 'provision:' || $1::text`, [
    order.provisionId,
  ]);
  expect(ids).toEqual(Array.from({ length: stored?.count ?? 0 }, (_, index) => index + 1));
  const job = await system.facts.of(order.provisionId);
  // The answer that named the drawn items may have been lost with the API.
  await expectCleanEnd(system, job, { ...order, items: job.items.map(({ inventory_id: id }) => ({ id, formerState: '' })) });
}
