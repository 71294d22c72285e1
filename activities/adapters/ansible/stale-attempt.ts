import { readdir, readFile, readlink, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { runFiles } from './play-locations.ts';

/**
 * What became of an earlier attempt: `none` runs on this machine any more, some had to be `killed`, or it belongs to
 * another process namespace (`elsewhere`), where only the fencing token keeps it from acting.
 */
export type StaleAttempt = 'none' | 'killed' | 'elsewhere';

const processRecord = z.object({ pid: z.number().int(), startTime: z.number().nullable() });
const attemptRecord = z.object({ keeper: processRecord, main: processRecord, bootId: z.string(), pidNamespace: z.string() });
type AttemptRecord = z.infer<typeof attemptRecord>;

const keeperGraceMs = 5_000;
const pollMs = 20;

/** Makes sure that no process of the attempt in a run directory is alive on this machine; throws if one cannot be killed. */
export async function killStaleAttempt(runDirectory: string): Promise<StaleAttempt> {
  const directory = path.resolve(runDirectory);
  const record = await readAttempt(directory);
  if (record !== undefined && record.bootId === (await bootId())) {
    if (record.pidNamespace !== (await readlink('/proc/self/ns/pid'))) return 'elsewhere';
  }
  const ofThisBoot = record !== undefined && record.bootId === (await bootId()) ? record : undefined;
  const killed = [ofThisBoot !== undefined && (await endKeeper(ofThisBoot)), await killMarked(directory)];
  await rm(path.join(directory, runFiles.attempt), { force: true });
  return killed.includes(true) ? 'killed' : 'none';
}

/** The keeper kills the whole play when asked to end; one that hangs is killed, and the kernel then kills the play. */
async function endKeeper({ keeper, main }: AttemptRecord): Promise<boolean> {
  const alive = (await isAlive(keeper)) || (await isAlive(main));
  if (await isAlive(keeper)) {
    kill(keeper.pid, 'SIGTERM');
    await waitUntil(async () => !(await isAlive(keeper)), keeperGraceMs).catch(() => kill(keeper.pid, 'SIGKILL'));
  }
  if (await isAlive(main)) kill(main.pid, 'SIGKILL');
  await waitUntil(async () => !(await isAlive(keeper)) && !(await isAlive(main)), keeperGraceMs);
  return alive;
}

/** Programs a play started carry its run directory in their environment, wherever their parents went. */
async function killMarked(directory: string): Promise<boolean> {
  let killed = false;
  const noneLeft = async (): Promise<boolean> => {
    const marked = await markedProcesses(directory);
    for (const pid of marked) kill(pid, 'SIGKILL');
    killed ||= marked.length > 0;
    return marked.length === 0;
  };
  await waitUntil(noneLeft, keeperGraceMs);
  return killed;
}

async function markedProcesses(directory: string): Promise<number[]> {
  const mark = `LINEWRIGHT_RUN_DIRECTORY=${directory}`;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const marked = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(mark) && (await stateOf(Number(pid))) !== undefined;
    }),
  );
  return pids.filter((_, index) => marked[index] === true).map(Number);
}

/** A process id alone may have been given to somebody else since; with its start time it is certain. */
async function isAlive({ pid, startTime }: { pid: number; startTime: number | null }): Promise<boolean> {
  const state = await stateOf(pid);
  return state !== undefined && state.startTime === startTime;
}

/** Start time of a process that lives (zombies do not), as in field 22 of proc(5) stat. */
async function stateOf(pid: number): Promise<{ startTime: number } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return { startTime: Number(fields[19]) };
}

async function readAttempt(directory: string): Promise<AttemptRecord | undefined> {
  const text = await readFile(path.join(directory, runFiles.attempt), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : attemptRecord.parse(JSON.parse(text));
}

const bootId = async (): Promise<string> => (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function waitUntil(condition: () => Promise<boolean>, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('a process of the earlier attempt cannot be killed');
    await delay(pollMs);
  }
}
