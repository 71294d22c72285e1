import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import pg from 'pg';

// What a page of customers costs with nothing around it: the reference of customers-list.bench.ts.
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const app = new Hono().get('/customers', async (c) => {
  const [rows, total] = await Promise.all([
    pool.query('select * from customer order by customer_id desc limit 20 offset 0'),
    pool.query<{ count: string }>('select count(*) from customer'),
  ]);
  return c.json({ data: rows.rows, pagination: { total_items: Number(total.rows[0]?.count) } });
});
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env['LISTEN_PORT']) });
process.once('SIGTERM', () => server.close(() => process.exit(0)));
