import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { proxyToApi } from '../../../web/src/lib/server/api-proxy.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** An API that answers as told; the answer is the URL to reach it through the proxy. */
async function api(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ url: string; close(): Promise<unknown> }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
  };
  ends.push(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

const ask = (apiUrl: string, method = 'GET', body?: string): Promise<Response> => {
  const url = new URL('http://portal.example/crm/customers');
  const request = new Request(url, { method, ...(body === undefined ? {} : { body }) });
  return proxyToApi({ request, url, clientAddress: '127.0.0.1', scheme: 'http', apiUrl });
};

describe('the way from the portal to the API', () => {
  it('asks again when the kept connection turns out to be closed, and tells a change that nothing is known of it', async () => {
    const used = new Map<Socket, number>();
    const { url } = await api((request, response) => {
      const times = (used.get(request.socket) ?? 0) + 1;
      used.set(request.socket, times);
      // As if it had closed the connection just when it was taken up again.
      if (times > 1) request.socket.resetAndDestroy();
      else response.end('answered');
    });
    for (let question = 0; question < 3; question += 1) expect(await (await ask(url)).text()).toBe('answered');
    expect(used.size).toBe(3);
    expect((await ask(url, 'PUT', '{}')).status).toBe(502);
  });

  it('answers 502 in the shape of the API when there is none', async () => {
    const { url, close } = await api((_, response) => response.end());
    await close();
    const answer = await ask(url);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ error: { code: 'unavailable' } });
  });
});
