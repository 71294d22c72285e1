import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const WAIT_MINUTES = 20;

/** Runs `work` while no other copy that shares the cache does the same; a lock whose owner died is taken over. */
export async function withCacheLock<T>(cacheDir: string, name: string, work: () => Promise<T>): Promise<T> {
  const path = join(cacheDir, `${name}.lock`);
  const deadline = Date.now() + WAIT_MINUTES * 60_000;
  while (!take(path)) {
    if (Date.now() > deadline) throw new Error(`${path} has been held for ${WAIT_MINUTES} minutes; remove it if no other start is installing`);
    await delay(200);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** Makes the lock with its owner's process id already inside: link(2) either makes the whole file or fails. */
function take(path: string): boolean {
  const mine = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    discardIfOwnerDied(path, mine);
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function discardIfOwnerDied(path: string, aside: string): void {
  const owner = ownerOf(path);
  if (owner === undefined || isAlive(owner)) return;
  try {
    // Moved aside first: should another copy have replaced the lock meanwhile, its lock goes back.
    renameSync(path, `${aside}.stale`);
    if (ownerOf(`${aside}.stale`) !== owner) linkSync(`${aside}.stale`, path);
  } catch {
    return; // another copy was faster
  } finally {
    rmSync(`${aside}.stale`, { force: true });
  }
}

function ownerOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
