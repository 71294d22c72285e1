import type { EntityManager } from '@mikro-orm/postgresql';
import pg from 'pg';
import { systemPrincipal } from '../../domain/identity/principal.ts';
import { searchEverything } from '../../domain/search/search-everything.ts';
import { httpClient } from './http-client.ts';
import { fillManyCustomers } from './many-customers.ts';
import { type BenchRow, elapsedMs, median, quantile, row } from './measure.ts';
import { startApi } from './processes.ts';
import type { Bench, World } from './world.ts';

const customers = Number(process.env['BENCH_ROWS'] ?? 50_000);
/** The goals against reading whole tables are those of a million customers; of few, reading all is no bad way. */
const isMillion = customers >= 1_000_000;
const searches = 150;
const country = 'United Kingdom';

/** Search and customers list of an operator with BENCH_ROWS customers, against the same SQL through pg and against unindexed ILIKE. */
export const bench: Bench = { title: `Search and lists of ${customers.toLocaleString('en')} customers`, run: benchSearch };

async function benchSearch(world: World): Promise<BenchRow[]> {
  const { demo } = await world.system();
  const url = process.env['BENCH_DATABASE_URL'] ?? (await filled(world));
  const api = await startApi(world, url);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  world.onEnd(() => pool.end());
  const get = httpClient({ 'x-api-key': demo.api_key ?? '' });
  return [
    ...(await searchRows(pool, (text) => get(`${api}/utilities/search_everything?search=${encodeURIComponent(text)}`))),
    ...(await listRows(pool, (path) => get(api + path))),
  ];
}

async function filled(world: World): Promise<string> {
  const { url } = await world.database();
  await fillManyCustomers(url, customers);
  return url;
}

async function searchRows(pool: pg.Pool, ask: (text: string) => Promise<unknown>): Promise<BenchRow[]> {
  const texts = await typedTexts(pool);
  const ctx = { em: rawSql(pool), principal: systemPrincipal('bench'), requestId: '', ip: null };
  const raw = (search: string): Promise<unknown> =>
    searchEverything(ctx, { search, page: 1, per_page: 10, search_closed_records: false, details: false }, country);
  for (const text of texts.slice(0, 30)) await Promise.all([ask(text), raw(text)]);
  const times: { api: number; raw: number }[] = [];
  for (const [index, text] of texts.entries()) {
    const first = index % 2 === 0;
    const early = first ? await elapsedMs(() => ask(text)) : await elapsedMs(() => raw(text));
    const late = first ? await elapsedMs(() => raw(text)) : await elapsedMs(() => ask(text));
    times.push(first ? { api: early, raw: late } : { api: late, raw: early });
  }
  const p95 = (of: 'api' | 'raw'): number =>
    quantile(
      times.map((time) => time[of]),
      0.95,
    );
  const [measured, reference] = [p95('api'), p95('raw')];
  const rows = [row('search API p95, beyond 3 ms', ms(measured), `same SQL through pg ${ms(reference)}`, (measured - 3) / reference, { atMost: 1.5 })];
  if (!isMillion) return rows;
  const slow: number[] = [];
  // So many that the slowest of them is not what counts.
  for (const text of texts.slice(0, 40)) slow.push(await elapsedMs(() => unindexed(pool, text)));
  const ilike = quantile(slow, 0.95);
  return [...rows, row('search API p95', ms(measured), `four unindexed ILIKE ${ms(ilike)}`, measured / ilike, { atMost: 1 / 50 })];
}

/** What people type: names and parts of them, numbers in several notations, addresses, ICCIDs, and misspelt names. */
async function typedTexts(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string; email: string; phone: string; iccid: string }>(
    `select c.customer_name as name, o.contact_email as email, o.contact_phone as phone, i.itemtext1 as iccid
       from generate_series(1, $1::int) n
       join customer c on c.customer_id = 1 + (n * 7919::bigint) % $2::int
       join customer_contact o using (customer_id) join inventory i on i.inventory_id = 1 + (n * 104729::bigint) % ($2::int / 2)`,
    [searches, customers],
  );
  const notations = [
    ({ name }: Typed): string => name,
    ({ name }: Typed): string => name.split(' ')[1] ?? name,
    ({ name }: Typed): string => (name.split(' ').at(-1) ?? name).slice(0, 4),
    ({ phone }: Typed): string => phone,
    ({ phone }: Typed): string => `0${phone.slice(3, 7)} ${phone.slice(7)}`,
    ({ phone }: Typed): string => phone.slice(-6),
    ({ email }: Typed): string => email,
    ({ email }: Typed): string => email.split('@')[0] ?? email,
    ({ iccid }: Typed): string => iccid,
    ({ name }: Typed): string => swapped(name.split(' ')[1] ?? name),
  ];
  return rows.map((typed, index) => notations[index % notations.length]?.(typed) ?? typed.name);
}

interface Typed {
  name: string;
  email: string;
  phone: string;
  iccid: string;
}

/** With two letters the wrong way round, as fingers do it. */
const swapped = (word: string): string => word.slice(0, 2) + (word[3] ?? '') + (word[2] ?? '') + word.slice(4);

/** The search’s own statements through pg, with nothing of the API around them. */
function rawSql(pool: pg.Pool): EntityManager {
  const execute = async (sql: string, params: unknown[]): Promise<unknown[]> => {
    let place = 0;
    const { rows } = await pool.query<object>(
      sql.replaceAll('?', () => `$${(place += 1)}`),
      params,
    );
    return rows;
  };
  return { execute } as unknown as EntityManager;
}

async function unindexed(pool: pg.Pool, text: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin; set local enable_bitmapscan = off; set local enable_indexscan = off');
    const columns = [
      ['customer', 'customer_name'],
      ['customer_contact', 'contact_lastname'],
      ['customer_contact', 'contact_email'],
      ['customer_contact', 'contact_phone'],
    ];
    await client.query(columns.map(([table, column]) => `select customer_id from ${table} where ${column} ilike $1`).join(' union all '), [`%${text}%`]);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const sorts = [
  'customer_id',
  'customer_name',
  'customer_account_type',
  'customer_status',
  'customer_payment_type',
  'contract_end_date',
  'created',
  'last_modified',
];

/** Every sort on offer in both directions, at the beginning, in the middle and at the end. */
async function listRows(pool: pg.Pool, ask: (path: string) => Promise<unknown>): Promise<BenchRow[]> {
  const pages = [1, Math.floor(customers / 40), Math.floor(customers / 20)];
  const cases = sorts.flatMap((sort) => ['asc', 'desc'].flatMap((order) => pages.map((page) => ({ sort, order, page }))));
  const times: { api: number; raw: number }[] = [];
  for (const { sort, order, page } of cases) {
    const path = `/crm/customers?page=${page}&per_page=20&sort=${sort}&order=${order}`;
    const empty = sort === 'contract_end_date' ? ' nulls last' : '';
    const sql = `select * from customer where customer_status <> 'Archived' order by ${sort} ${order}${empty}, customer_id ${order} limit 20 offset ${(page - 1) * 20}`;
    const raw = async (): Promise<void> => {
      await pool.query(sql);
      await pool.query(`select count(*) from customer where customer_status <> 'Archived'`);
    };
    await ask(path);
    for (let round = 0; round < 3; round += 1) times.push({ api: await elapsedMs(() => ask(path)), raw: await elapsedMs(raw) });
  }
  const [api, raw] = [times.map((time) => time.api), times.map((time) => time.raw)];
  const [measured, reference] = [quantile(api, 0.95), quantile(raw, 0.95)];
  const worst = Math.max(...cases.map((_, index) => median(api.slice(index * 3, index * 3 + 3)) / median(raw.slice(index * 3, index * 3 + 3))));
  return [
    row('customers list, any page and sort, p95', ms(measured), `page and count through pg ${ms(reference)}`, measured / reference, { atMost: 3 }),
    row(`customers list, slowest of ${cases.length} pages against its own SQL`, '–', '–', worst, { atMost: 3 }),
  ];
}

const ms = (value: number): string => `${value.toFixed(1)} ms`;
