import { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrincipalCache } from '../../../api/middleware/principal-cache.ts';
import { adminKey, type AccessWorld, openAccessWorld } from '../access/support/open-world.ts';
import { idsOf } from '../access/support/identifiers.ts';
import { readReply, type Reply } from '../access/support/send.ts';
import { deep, hostileRequest, type RawRequest, tenMebibytes } from './hostile-requests.ts';

let access: AccessWorld;
let server: Server;
let base: string;
beforeAll(async () => {
  access = await openAccessWorld(undefined, { principals: createPrincipalCache(() => true) });
  server = serve({ fetch: access.api.api.fetch, hostname: '127.0.0.1', port: 0 }) as Server;
  await new Promise<void>((resolve) => (server.listening ? resolve() : server.once('listening', resolve)));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await access?.api.close();
});

/** Longest that one request may take, milliseconds; generous, because the machine may be busy. */
const patienceMs = 5000;
const runs = Number(process.env['FUZZ_REQUESTS'] ?? 10_000);

const errorKeys = ['code', 'faults', 'field', 'message', 'requestId'];
const internals = /node_modules|\bat .+:\d+:\d+|select .+ from |insert into|violates|ECONN|DriverException|TypeError|RangeError/;

/** What is wrong with an error's shape or words; none when it is as documented. */
function shapeFault({ text, message, code }: Reply): string | undefined {
  const { error } = JSON.parse(text) as { error: Record<string, unknown> };
  const isWhole = /^[a-z_]+$/.test(code ?? '') && /\S/.test(message ?? '') && typeof error['requestId'] === 'string';
  if (!isWhole || Object.keys(error).some((key) => !errorKeys.includes(key))) return `not the documented shape: ${text.slice(0, 300)}`;
  return internals.test(message ?? '') ? `tells internals: ${message}` : undefined;
}

async function faultOf({ path, method, headers, body }: RawRequest): Promise<{ status: number; fault?: string | undefined }> {
  const started = performance.now();
  const reply = await readReply(
    await access.api.api.request(path, { method, headers: { 'x-api-key': adminKey, ...headers }, ...(body === undefined ? {} : { body }) }),
  );
  const { status } = reply;
  if (status >= 500 && reply.code !== 'unavailable') return { status, fault: `${status}: ${access.causeOf(reply.text)}` };
  if (performance.now() - started > patienceMs) return { status, fault: `took longer than ${patienceMs} ms` };
  return { status, fault: status >= 400 ? shapeFault(reply) : undefined };
}

describe('hostile requests', () => {
  it(`to every route, ${runs} of them, get a clear answer in bounded time`, async () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
    process.stdout.write(`FUZZ_SEED=${seed} repeats these requests.\n`);
    const routes = access.routes.filter(({ documented }) => documented);
    const statuses = new Set<number>();
    const request = hostileRequest(routes, access.schemas, idsOf(access.world, access.world.mine));
    const faults = new Map<string, string>();
    const waiting = fc.sample(request, { numRuns: runs, seed });
    const sender = async (): Promise<void> => {
      for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
        const { status, fault } = await faultOf(one);
        statuses.add(status);
        if (fault !== undefined) faults.set(fault, JSON.stringify(one).slice(0, 600));
      }
    };
    await Promise.all(Array.from({ length: 8 }, sender));
    expect([...faults], `FUZZ_SEED=${seed}`).toEqual([]);
    expect([...statuses].sort()).toEqual(expect.arrayContaining([200, 400, 404, 415]));
  }, 240_000);

  it.each([
    ['a body of 10 MiB', { body: JSON.stringify({ customer_name: 'x'.repeat(tenMebibytes) }), headers: { 'content-type': 'application/json' } }, 413],
    ['a body of 10 MiB sent in pieces', { body: pieces(), headers: { 'content-type': 'application/json' } }, 413],
    ['JSON 100,000 levels deep', { body: deep(100_000, '{"a":', '}'), headers: { 'content-type': 'application/json' } }, 400],
    ['text that is no UTF-8', { body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), headers: { 'content-type': 'application/json' } }, 400],
    ['another content type', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415],
    ['malformed JSON', { body: '{"a"', headers: { 'content-type': 'application/json' } }, 400],
  ])('%s over a real connection', async (_, { body, headers }, status) => {
    const init: RequestInit & { duplex?: 'half' } = { method: 'PUT', headers: { 'x-api-key': adminKey, ...headers }, body, duplex: 'half' };
    const answer = await readReply(await fetch(`${base}/crm/customer`, init));
    expect(answer.status).toBe(status);
    expect(shapeFault(answer)).toBeUndefined();
  });

  it('with 10 MiB from a stranger, or to a path that is not there, are not read', async () => {
    const body = 'x'.repeat(tenMebibytes);
    const send = (path: string) =>
      fetch(`${base}${path}`, { method: 'PUT', body }).then(
        ({ status }) => status,
        () => 'closed',
      );
    expect([401, 'closed']).toContain(await send('/crm/customer'));
    expect([404, 'closed']).toContain(await send('/crm/nowhere'));
    expect((await fetch(`${base}/crm/health`)).status).toBe(200);
  });
});

function pieces(): ReadableStream<Uint8Array<ArrayBuffer>> {
  let left = 160;
  const piece = new Uint8Array(64 * 1024).fill(0x20);
  return new ReadableStream({
    pull(controller) {
      left -= 1;
      if (left < 0) controller.close();
      else controller.enqueue(piece);
    },
  });
}
