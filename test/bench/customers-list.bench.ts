import { httpClient } from './http-client.ts';
import { type BenchRow, medianPair, row, throughput } from './measure.ts';
import { startApi, startBareApi } from './processes.ts';
import type { Bench, World } from './world.ts';

const requests = 3000;
const clients = 16;
const customers = 300;

/** Authenticated `GET /crm/customers` against bare Hono and pg answering the same page from the same table; both in processes of their own. */
export const bench: Bench = { title: 'Customers list', run: benchCustomersList };

async function benchCustomersList(world: World): Promise<BenchRow[]> {
  const { demo } = await world.system();
  const { url, orm } = await world.database();
  await orm.em.fork().execute(`insert into customer (customer_name) select 'Customer ' || n from generate_series(1, ${customers}) n`);
  await orm.em.fork().execute('vacuum analyze customer');
  const ours = `${await startApi(world, url)}/crm/customers?page=1&per_page=20`;
  const bare = `${await startBareApi(world, url)}/customers`;
  const get = httpClient({ 'x-api-key': demo.api_key ?? '' });
  for (const warmUp of [bare, ours]) await throughput(clients, 1500, () => get(warmUp));
  const [measured, reference] = await medianPair(
    5,
    () => throughput(clients, requests, () => get(ours)),
    () => throughput(clients, requests, () => get(bare)),
  );
  return [
    row('`GET /crm/customers`, signed in', `${measured.toFixed(0)}/s`, `bare Hono + pg ${reference.toFixed(0)}/s`, measured / reference, { atLeast: 0.5 }),
  ];
}
