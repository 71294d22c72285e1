import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expectCleanEnd } from '../../support/clean-end.ts';
import type { JobSystem } from '../../support/job-system.ts';

const writers = 8;
/** Writes acknowledged before the restart, and again after it. */
const enough = 100;

/** Row 4: PostgreSQL ends at once, without a checkpoint, under load. */
export function restartedDatabase(system: () => JobSystem): void {
  it('is back within 15 s with every write that was acknowledged; what was refused was refused cleanly', async () => {
    const world = system();
    const orders = await Promise.all([world.order('mobile-5gb'), world.order('home-fibre-100')]);
    const load = new Load(world);
    const writing = Promise.all(Array.from({ length: writers }, (_, index) => load.write(index)));
    await load.reaches(enough);

    process.kill(postmaster(world), 'SIGQUIT');
    const stopped = performance.now();
    await load.fails();
    await load.reaches(load.acknowledged.length + 1);
    expect(performance.now() - stopped).toBeLessThan(15_000);
    await load.reaches(load.acknowledged.length + enough);
    load.stop();
    await writing;

    expect(load.refusals.filter((status) => status !== 503)).toEqual([]);
    const [found] = await world.facts.rows<{ count: number }>('select count(*)::int as count from customer where customer_id = any($1)', [load.acknowledged]);
    expect(found?.count).toBe(load.acknowledged.length);
    for (const order of orders) await expectCleanEnd(world, await world.ended(order), order);
  });
}

/** PostgreSQL's own immediate shutdown (SIGQUIT); the start script brings it back. */
const postmaster = ({ dataDir }: JobSystem): number => Number(readFileSync(join(dataDir, 'postgres-18/postmaster.pid'), 'utf8').split('\n')[0]);

/** Customers made one after the other by several writers. */
class Load {
  readonly acknowledged: number[] = [];
  readonly refusals: number[] = [];
  readonly #system: JobSystem;
  #stopped = false;
  #changed = Promise.withResolvers<void>();

  constructor(system: JobSystem) {
    this.#system = system;
  }

  async write(writer: number): Promise<void> {
    for (let number = 0; !this.#stopped; number += 1) {
      const { status, body } = await this.#system.call<{ customer_id: number }>('PUT', '/crm/customer/', { customer_name: `Load ${writer}-${number}` });
      if (status === 200 || status === 201) this.acknowledged.push(body.customer_id);
      else this.refusals.push(status);
      this.#changed.resolve();
      this.#changed = Promise.withResolvers();
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  async reaches(count: number): Promise<void> {
    while (this.acknowledged.length < count) await this.#changed.promise;
  }

  async fails(): Promise<void> {
    while (this.refusals.length === 0) await this.#changed.promise;
  }
}
