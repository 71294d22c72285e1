import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import pg from 'pg';
import { type BenchRow, row, throughput } from './measure.ts';

const requests = 4000;
const clients = 16;

/** Authenticated `GET /crm/customers` of the running API against bare Hono and pg answering the same page from the same table. */
export async function benchCustomersList(api: { url: string; key: string }, databaseUrl: string): Promise<BenchRow[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  const bare = await serveBare(pool);
  const get = async (url: string): Promise<void> => {
    const response = await fetch(url, { headers: { 'x-api-key': api.key } });
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    await response.arrayBuffer();
  };
  const ours = `${api.url}/crm/customers?page=1&per_page=20`;
  try {
    for (const url of [bare.url, ours]) await throughput(clients, 500, () => get(url));
    const pairs: [number, number][] = [];
    for (let round = 0; round < 3; round += 1)
      pairs.push([await throughput(clients, requests, () => get(ours)), await throughput(clients, requests, () => get(bare.url))]);
    const [measured, reference] = pairs.toSorted((a, b) => a[0] / a[1] - b[0] / b[1])[1] ?? [0, 1];
    return [
      row('GET /crm/customers, signed in', `${measured.toFixed(0)}/s`, `bare Hono + pg ${reference.toFixed(0)}/s`, measured / reference, { atLeast: 0.5 }),
    ];
  } finally {
    await bare.close();
    await pool.end();
  }
}

async function serveBare(pool: pg.Pool): Promise<{ url: string; close: () => Promise<void> }> {
  const app = new Hono().get('/customers', async (c) => {
    const [rows, total] = await Promise.all([
      pool.query('select * from customer order by customer_id desc limit 20 offset 0'),
      pool.query<{ count: string }>('select count(*) from customer'),
    ]);
    return c.json({ data: rows.rows, pagination: { total_items: Number(total.rows[0]?.count) } });
  });
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve({ url: `http://127.0.0.1:${port}/customers`, close: () => new Promise((done) => server.close(() => done())) }),
    );
  });
}
