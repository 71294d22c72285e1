import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvStream } from '../../../api/routes/inventory/csv-stream.ts';

let url: string;
let ended = Promise.withResolvers<void>();
const logged: string[] = [];
const log = pino({ level: 'error' }, { write: (line: string) => logged.push(line) });

/** Lines that break off after the third, when they are told to. */
async function* lines(failAt: number): AsyncGenerator<string> {
  try {
    for (let line = 0; line < 6; line += 1) {
      if (line === failAt) throw new Error('the cursor is gone');
      yield `line ${line}\r\n`;
    }
  } finally {
    ended.resolve();
  }
}
async function* endless(): AsyncGenerator<string> {
  try {
    for (;;) yield 'x'.repeat(10_000);
  } finally {
    ended.resolve();
  }
}

const app = new Hono();
app.get('/lines/:failAt', (c) => csvStream(c, log, 'lines.csv', lines(Number(c.req.param('failAt')))));
app.get('/endless', (c) => csvStream(c, log, 'endless.csv', endless()));
app.onError((_, c) => c.json({ error: true }, 500));
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });

beforeAll(async () => {
  if (!server.listening) await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

describe('a file', () => {
  test('comes whole, under its name', async () => {
    const answer = await fetch(`${url}/lines/9`);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="lines.csv"');
    expect((await answer.text()).split('\r\n')).toHaveLength(7);
  });

  test('that breaks off in the middle does not end like a whole one, and is logged', async () => {
    const answer = await fetch(`${url}/lines/3`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(logged.join()).toContain('the cursor is gone');
  });

  test('that fails before its first line is an error', async () => {
    expect((await fetch(`${url}/lines/0`)).status).toBe(500);
  });

  test('nobody reads to its end is not made any longer', async () => {
    ended = Promise.withResolvers();
    const reader = new AbortController();
    const answer = await fetch(`${url}/endless`, { signal: reader.signal });
    await answer.body?.getReader().read();
    reader.abort();
    await expect(ended.promise).resolves.toBeUndefined();
  });
});
