import type { MikroORM } from '@mikro-orm/postgresql';
import { systemPrincipal } from '../../domain/identity/principal.ts';
import { updateCustomer } from '../../domain/customers/update-customer.ts';
import { initOrm } from '../../domain/orm.ts';
import { type BenchRow, elapsedMs, median, row } from './measure.ts';
import type { Bench, World } from './world.ts';

const customers = 64;
/** Many short rounds: what else the machine does for a second or two then falls on few of them. */
const writesPerRound = 100;
const rounds = 41;
/** Every write sets a value that none before it did. */
let unique = 0;

/** What the audit trail costs a write: a customer changed by the verb the API calls, with and without author and triggers. */
export const bench: Bench = { title: 'Audit trail', run: benchAudit };

async function benchAudit(world: World): Promise<BenchRow[]> {
  const { orm, url } = await world.database();
  const plain = await initOrm({ clientUrl: url, onCreateConnection: async () => undefined });
  world.onEnd(() => plain.close());
  await orm.em.fork().execute(`insert into customer (customer_name) select 'Customer ' || n from generate_series(1, ${customers}) n`);
  const audited = async (): Promise<number> => {
    await triggers(orm, 'enable');
    return perWriteMs(orm);
  };
  const bare = async (): Promise<number> => {
    await triggers(orm, 'disable');
    return perWriteMs(plain);
  };
  await audited();
  await bare();
  const pairs: [number, number][] = [];
  // Turn about, so that what else the machine does falls on both.
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) pairs.push([await audited(), await bare()]);
    else {
      const reference = await bare();
      pairs.push([await audited(), reference]);
    }
  }
  const [measured, reference] = pairs.toSorted((a, b) => a[0] / a[1] - b[0] / b[1])[Math.floor(rounds / 2)] ?? [1, 0];
  const ratio = median(pairs.map(([ours, theirs]) => ours / theirs));
  return [row('a customer’s change, audited', `${measured.toFixed(2)} ms`, `unaudited ${reference.toFixed(2)} ms`, ratio, { atMost: 1.15 })];
}

async function perWriteMs(orm: MikroORM): Promise<number> {
  // The first after the triggers were switched pay for reading the table's definition anew.
  await write(orm, 5);
  return (await elapsedMs(() => write(orm, writesPerRound))) / writesPerRound;
}

async function write(orm: MikroORM, times: number): Promise<void> {
  for (let number = 0; number < times; number += 1) {
    const ctx = { em: orm.em.fork(), principal: systemPrincipal('bench'), requestId: `bench-${number}`, ip: '127.0.0.1' };
    await updateCustomer(ctx, (number % customers) + 1, { tax_identifier: `T${(unique += 1)}` });
  }
}

const triggers = (orm: MikroORM, what: 'enable' | 'disable'): Promise<unknown> => orm.em.fork().execute(`alter table customer ${what} trigger audit_changed`);
