import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type RunningSystem, startSystem, type System, systemOn } from './system.ts';
import './provided.ts';

/** What tells a test's process where the system is. */
interface Whereabouts {
  dataDir: string;
  portOffset: number;
}

/**
 * Offers one whole system to all files of a project, started when the first of them asks: until then other kinds of test
 * have the machine to themselves. The process of the run keeps it, so that it goes with the run however that ends.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let system: Promise<System> | undefined;
  const server = createServer((_, response) => {
    system ??= startSystem({ ownSettings: { rate_limits: unlimited } });
    system.then(
      ({ dataDir, portOffset }) => response.end(JSON.stringify({ dataDir, portOffset } satisfies Whereabouts)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  project.provide('sharedSystem', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    await (await system?.catch(() => undefined))?.stop();
  };
}

/** All files come from one address, and sign in as the same few people. */
const unlimited = { stranger_per_minute: 0, user_per_minute: 0, program_per_minute: 0 };

/** The system that is offered at an address; throws with the start's output when it did not start. */
export async function sharedSystem(offer: string): Promise<RunningSystem> {
  const answer = await fetch(offer);
  if (!answer.ok) throw new Error(await answer.text());
  return systemOn((await answer.json()) as Whereabouts);
}
