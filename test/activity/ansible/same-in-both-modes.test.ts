import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlayEvent } from '../../../domain/provisioning/play-events.ts';
import { httpServer, type ReceivedRequest } from './support/http-server.ts';
import { prepare, runnerForTest, runToEnd } from './support/play-run.ts';

describe('stock and warm', () => {
  it('tell the same story of the same play, to the letter', async () => {
    const server = await httpServer(({ path }) =>
      path.startsWith('/missing') ? { status: 404, json: { error: { code: 'not_found' } } } : { json: { path: 'p', ok: true } },
    );
    const playsDirectory = join(import.meta.dirname, 'plays');
    const runner = runnerForTest();
    expect(await runner.warmUp()).toMatchObject({ warm: true });
    const order = { play: 'play_everything', playsDirectory, variables: { server: server.url, who: 'Ana {{ 1 + 1 }}' } };
    const runDirectory = await prepare(order);

    const stock = await runToEnd(runner, runDirectory, 'stock');
    const askedByStock = server.requests.splice(0).map(comparableRequest);
    await prepare({ ...order, runDirectory });
    const warm = await runToEnd(runner, runDirectory, 'warm');
    const askedByWarm = server.requests.splice(0).map(comparableRequest);

    expect(stock.outcome).toMatchObject({ status: 'failed', reason: 'Task "Break" failed: status is 200, printed a b' });
    expect(stock.results.length).toBeGreaterThan(20);
    expect(warm.events.map(comparable)).toEqual(stock.events.map(comparable));
    expect(askedByWarm).toEqual(askedByStock);
    expect(comparableOutput(warm.outcome.stdout)).toEqual(comparableOutput(stock.outcome.stdout));
  });
});

const volatileKeys = new Set(['at', 'uuid', 'rescueOf', 'rescuedBy', 'durationMs', 'start', 'end', 'delta', 'date', 'elapsed']);

/** The event without times and generated ids, and without what only tells where the module ran. */
function comparable(event: PlayEvent): unknown {
  return JSON.parse(JSON.stringify(event, (key, value: unknown) => (volatileKeys.has(key) ? undefined : value)));
}

const comparableRequest = (request: ReceivedRequest): unknown => ({ ...request, headers: { ...request.headers, host: undefined } });

const comparableOutput = (output: string): string => output.replace(/"(start|end|delta|date)": "[^"]*"/g, '"$1"').replace(/"elapsed": \d+/g, '"elapsed"');
