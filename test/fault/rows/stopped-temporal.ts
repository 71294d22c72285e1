import { expect, it } from 'vitest';
import { waitUntil } from '../../../scripts/stack/wait-until.ts';
import { expectCleanEnd } from '../../support/clean-end.ts';
import type { JobSystem, Order } from '../../support/job-system.ts';

const unavailable = { status: 503, body: { error: { code: 'unavailable' } } };

/** Row 5: Temporal stands still until callers give up, then dies; API and worker live through both. */
export function stoppedTemporal(system: () => JobSystem): void {
  it('answers orders 503 while it stands still, never carries them out, and takes orders again without a restart', async () => {
    const world = system();
    const before = await standing(world);

    process.kill(before.temporal, 'SIGSTOP');
    const refused = await Promise.all([world.tryOrder('home-fibre-100'), world.tryOrder('mobile-5gb')]);
    const meanwhile = await stored(world);
    process.kill(before.temporal, 'SIGCONT');

    expect(refused).toMatchObject([unavailable, unavailable]);
    expect(meanwhile).toEqual(before.stored);
    // They may have reached Temporal, and would be carried out now if nobody looked at the clock.
    await expectRecovered(world, before, 0);
  });

  it('killed, is back for the next order without a restart', async () => {
    const world = system();
    const before = await standing(world);

    process.kill(before.temporal, 'SIGKILL');
    const answers = await Promise.all([world.tryOrder('home-fibre-100'), world.tryOrder('mobile-5gb')]);

    const accepted = answers.filter(({ status }) => status === 200);
    expect(answers.filter((answer) => !accepted.includes(answer))).toMatchObject(Array.from({ length: 2 - accepted.length }, () => unavailable));
    await expectRecovered(world, before, accepted.length);
    for (const { body } of accepted) expect(await world.ended({ provisionId: body.provision_id })).toMatchObject({ status: 0 });
  });
}

interface Standing {
  pids: number[];
  temporal: number;
  running: Order;
  stored: { jobs: number; held: number };
}

/** The system before the fault, with a job on its way. */
async function standing(system: JobSystem): Promise<Standing> {
  const running = await system.order('mobile-5gb');
  return { pids: [system.pid('api'), system.pid('worker')], temporal: system.pid('temporal'), running, stored: await stored(system) };
}

/** Orders are accepted again, the job on its way ends well or not at all, and no refused order was carried out. */
async function expectRecovered(system: JobSystem, before: Standing, accepted: number): Promise<void> {
  const order = async (): Promise<number> => {
    const { status, body } = await system.tryOrder('home-fibre-100');
    if (status !== 200) throw new Error(`answered ${status}`);
    return body.provision_id;
  };
  let provisionId = 0;
  await waitUntil('the next order', async () => void (provisionId = await order()), { timeoutSeconds: 30 });
  expect(await system.ended({ provisionId })).toMatchObject({ phase: 'succeeded' });
  await expectCleanEnd(system, await system.ended(before.running), before.running);
  expect((await stored(system)).jobs).toBe(before.stored.jobs + accepted + 1);
  expect([system.pid('api'), system.pid('worker')]).toEqual(before.pids);
}

/** How many jobs there are, and how many items were drawn for them. */
async function stored({ facts }: JobSystem): Promise<{ jobs: number; held: number }> {
  const [row] = await facts.rows<{ jobs: number; held: number }>(
    `select (select count(*)::int from provision) as jobs,
            (select count(*)::int from inventory where coalesce(reserved_provision_id, assigned_provision_id) is not null) as held`,
  );
  if (row === undefined) throw new Error('no counts');
  return row;
}
