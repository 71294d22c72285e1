import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Processes, but not zombies, whose environment holds the text. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((pid) => isAlive(pid) && read(pid, 'environ').includes(text));
}

/** All living descendants of a process, children before grandchildren. */
export function descendantsOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => isAlive(other) && fields(other)[1] === String(pid));
  return [...children, ...children.flatMap(descendantsOf)];
}

/** Whether a process runs; a zombie has ended. */
export const isAlive = (pid: number): boolean => !['', 'Z', 'X'].includes(fields(pid)[0] ?? '');

/** Waits until the condition holds, and fails with what it waited for when it does not within 20 s. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await delay(10);
  }
}

const fields = (pid: number): string[] => {
  const stat = read(pid, 'stat');
  return stat === '' ? [''] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
