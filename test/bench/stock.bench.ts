import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { DomainError } from '../../domain/errors.ts';
import { reserveFromPool, reserveItems } from '../../domain/inventory/reserve-stock.ts';
import { type BenchRow, medianPair, row, throughput } from './measure.ts';
import type { Bench, World } from './world.ts';

const clients = 32;
const stock = 3000;
const rivals = 2000;

/** Stock orders: one winner of 2,000 for one item, and 32 clients drawing from one pool against a bare SKIP LOCKED loop. */
export const bench: Bench = { title: 'Stock orders', run: benchStock };

async function benchStock(world: World): Promise<BenchRow[]> {
  const { orm, url } = await world.database();
  const em = orm.em.fork();
  await em.execute(`insert into inventory_template (item, itemtext1_label) values ('Bench SIM', 'ICCID'), ('Bench one', 'ICCID')`);
  const [one] = await em.execute<{ inventory_id: number }[]>(
    `insert into inventory (inventory_template_id, item) select inventory_template_id, item from inventory_template where item = 'Bench one' returning inventory_id`,
  );
  const winners = await countWinners(orm, one?.inventory_id ?? 0);
  let doubles = 0;
  const [ours, bare] = await medianPair(
    3,
    async () => {
      const drawn = await drawOurs(orm);
      doubles += drawn.doubles;
      return drawn.perSecond;
    },
    () => drawBare(orm, url),
  );
  return [
    row('2,000 orders for one item: winners', `${winners.won} of ${rivals}, ${winners.perSecond.toFixed(0)}/s`, '1', winners.won, { exactly: 1 }),
    row('32 clients on one pool: items given twice', String(doubles), '0', doubles, { exactly: 0 }),
    row('32 clients on one pool: throughput', `${ours.toFixed(0)}/s`, `bare \`SKIP LOCKED\` loop ${bare.toFixed(0)}/s`, ours / bare, { atLeast: 0.3 }),
  ];
}

async function countWinners(orm: MikroORM, item: number): Promise<{ won: number; perSecond: number }> {
  let won = 0;
  const perSecond = await throughput(clients, rivals, async (order) => {
    const choice = [{ item: 'Bench one', inventory_id: item }];
    await orm.em
      .fork()
      .transactional((em) => reserveItems(em, 1_000_000 + order, choice))
      .then(
        () => (won += 1),
        (error: unknown) => {
          if (!(error instanceof DomainError)) throw error;
        },
      );
  });
  return { won, perSecond };
}

async function fill(orm: MikroORM): Promise<void> {
  const em = orm.em.fork();
  await em.execute(`delete from inventory where item = 'Bench SIM'`);
  await em.execute(
    `insert into inventory (inventory_template_id, item) select t.inventory_template_id, t.item from inventory_template t, generate_series(1, ${stock}) where t.item = 'Bench SIM'`,
  );
  await em.execute('vacuum analyze inventory');
}

async function drawBare(orm: MikroORM, url: string): Promise<number> {
  await fill(orm);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  const perSecond = await throughput(clients, stock, async (order) => {
    const client = await pool.connect();
    await client.query('begin');
    const { rows } = await client.query<{ inventory_id: number }>(
      `select inventory_id from inventory where item = 'Bench SIM' and customer_id is null and service_id is null and reserved_provision_id is null
          and item_state in ('New', 'In Stock') order by inventory_id limit 1 for update skip locked`,
    );
    await client.query('update inventory set reserved_provision_id = $1 where inventory_id = $2', [order + 1, rows[0]?.inventory_id]);
    await client.query('commit');
    client.release();
  });
  await pool.end();
  return perSecond;
}

async function drawOurs(orm: MikroORM): Promise<{ perSecond: number; doubles: number }> {
  await fill(orm);
  const given: number[] = [];
  const perSecond = await throughput(clients, stock, async (order) => {
    given.push(await orm.em.fork().transactional((em) => reserveFromPool(em, order + 1, 'Bench SIM')));
  });
  return { perSecond, doubles: given.length - new Set(given).size };
}
