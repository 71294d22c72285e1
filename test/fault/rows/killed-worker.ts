import { expect, it } from 'vitest';
import { createRandom } from '../../../scripts/demo/random.ts';
import { expectCleanEnd } from '../../support/clean-end.ts';
import type { JobFacts } from '../../support/job-facts.ts';
import type { JobSystem, Order } from '../../support/job-system.ts';

/** Products of every shipped play, each with about as many tasks as its play has. */
const products = [
  { slug: 'mobile-5gb', tasks: 24 },
  { slug: 'pay-as-you-go-sim', tasks: 20 },
  { slug: 'home-fibre-100', tasks: 12 },
] as const;

/** Row 1: ten jobs, five at a time, the worker killed -9 in the middle of each. */
export function killedWorker(system: () => JobSystem): void {
  const seed = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);

  it.each(['first', 'second'])(`leaves a clean end of each of the %s five jobs (FAULT_SEED=${seed})`, async (wave) => {
    const random = createRandom(wave === 'first' ? seed : seed + 1);
    const plans = Array.from({ length: 5 }, () => random.of(products)).map(({ slug, tasks }) => ({ slug, killAt: 1 + random.below(tasks) }));
    const ends = await Promise.all(
      plans.map(async ({ slug, killAt }) => {
        const order = await system().order(slug);
        return { order, job: await killDuringTask(system(), order, killAt) };
      }),
    );
    const told = plans.map(({ slug, killAt }, index) => `${slug} at task ${killAt}: ${ends[index]?.job.phase}`);
    process.stdout.write(`FAULT_SEED=${seed} ${told.join(', ')}\n`);
    for (const { order, job } of ends) await expectCleanEnd(system(), job, order);
    expect(ends.map(({ job }) => job.phase)).toContain('failed');
  });

  it('lets the next job succeed', async () => {
    const order = await system().order('mobile-5gb');
    const job = await system().ended(order);
    expect(job.phase).toBe('succeeded');
    await expectCleanEnd(system(), job, order);
  });
}

/** Kills the worker as soon as the job's n-th task is seen running, then reads on until the job is over. */
async function killDuringTask(system: JobSystem, { provisionId }: Order, task: number): Promise<JobFacts> {
  let seen = 0;
  for await (const { type, data } of system.events(provisionId)) {
    if (type !== 'event' || data.provisioning_status !== 1 || data.attempt !== 1) continue;
    seen += 1;
    if (seen === task) system.kill('worker');
  }
  return system.facts.of(provisionId);
}
