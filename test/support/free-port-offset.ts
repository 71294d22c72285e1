import { isFree } from '../../scripts/stack/busy-ports.ts';
import { basePorts } from '../../scripts/stack/settings.ts';

/** An offset at which every port of the stack is free, below the range that outgoing connections are given. */
export async function freePortOffset(): Promise<number> {
  for (;;) {
    const offset = 10_000 + 20 * Math.floor(Math.random() * 700);
    const free = await Promise.all(Object.values(basePorts).map((port) => isFree(port + offset)));
    if (!free.includes(false)) return offset;
  }
}
