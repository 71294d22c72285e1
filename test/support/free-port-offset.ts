import { createServer } from 'node:net';
import { isFree } from '../../scripts/stack/busy-ports.ts';
import { basePorts } from '../../scripts/stack/settings.ts';

/** Nobody listens here for its own sake: who holds it at an offset has taken that offset. */
const claimPort = 1990;
const lowest = 10_000;
/** Every port stays below 32768, where outgoing connections are given theirs. */
const highest = 24_000;

/**
 * An offset at which every port of the stack is free, taken until this process ends: systems that start at the same
 * moment have neither one offset nor one's Temporal where the other's charging engine is to be.
 */
export async function freePortOffset(): Promise<number> {
  for (;;) {
    const offset = lowest + step * Math.floor((Math.random() * (highest - lowest)) / step);
    if (!(await claim(claimPort + offset))) continue;
    const free = await Promise.all(Object.values(basePorts).map((port) => isFree(port + offset)));
    if (!free.includes(false)) return offset;
  }
}

/** Smallest distance of offsets of which no multiple is the distance of two ports. */
const step = smallestStep([...Object.values(basePorts), claimPort]);

function smallestStep(ports: readonly number[]): number {
  const distances = ports.flatMap((one) => ports.map((other) => one - other)).filter((distance) => distance > 0);
  for (let found = 10; ; found += 1) if (!distances.some((distance) => distance % found === 0)) return found;
}

function claim(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.unref();
      resolve(true);
    });
  });
}
