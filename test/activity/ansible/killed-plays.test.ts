import { spawn } from 'node:child_process';
import { readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { killStaleAttempt } from '../../../activities/adapters/ansible/stale-attempt.ts';
import type { PlayMode, PlayStarted } from '../../../activities/adapters/ansible/runner-protocol.ts';
import { modes, playOf, playsFolder, prepare, runnerForTest, runToEnd } from './support/play-run.ts';
import { descendantsOf, isAlive, processesWith, until } from './support/processes.ts';

const play = playOf(`
    - name: Leave a process behind
      shell: "setsid sleep 1234 >/dev/null 2>&1 & echo left"
    - name: Loop
      command: "sleep {{ item }}"
      loop: [0, 1235]
`);
const prepareLongPlay = (): Promise<string> => prepare({ play: 'play_long', playsDirectory: playsFolder({ 'play_long.yaml': play }) });

const commandOf = (pid: number): string => (isAlive(pid) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() : '');
const inTheLoop = (pids: number[]): boolean => pids.some((pid) => commandOf(pid) === 'sleep 1235') && pids.some((pid) => commandOf(pid) === 'sleep 1234');

async function expectAllDead(pids: number[], runDirectory: string): Promise<void> {
  await until('every process of the play is dead', () => !pids.some(isAlive));
  expect(processesWith(runDirectory).map(commandOf)).toEqual([]);
}

describe.each(modes)('kill -9 in the middle of a loop, %s', (mode: PlayMode) => {
  it.each(['the play', 'its keeper', 'the server'])('of %s ends the play, all of it, and says so', async (victim) => {
    const runner = runnerForTest({ mode });
    const runDirectory = await prepareLongPlay();
    const started = Promise.withResolvers<PlayStarted>();
    const run = runToEnd(runner, runDirectory, mode, { onStarted: started.resolve });
    const { pid, keeper } = await started.promise;
    await until('the loop runs', () => inTheLoop(descendantsOf(keeper)));
    const server = parentOf(keeper);
    const all = [keeper, ...descendantsOf(keeper)];

    process.kill({ 'the play': pid, 'its keeper': keeper, 'the server': server }[victim] as number, 'SIGKILL');

    const { outcome } = await run;
    expect(all.filter(isAlive).map(commandOf)).toEqual([]);
    expect(processesWith(runDirectory)).toEqual([]);
    expect(outcome).toMatchObject({ status: 'killed', interruptedTask: { name: 'Loop' }, reason: expect.stringContaining('during "Loop"') });
    expect(await killStaleAttempt(runDirectory)).toBe('none');
    const next = await runToEnd(
      runner,
      await prepare({ play: 'play_next', playsDirectory: playsFolder({ 'play_next.yaml': playOf('    - debug:\n') }) }),
      mode,
    );
    expect(next.outcome.status).toBe('ok');
  });

  it.each(['the worker', 'the worker and its server'])('of %s leaves no process', async (victims) => {
    const { worker, server, all, runDirectory } = await lonelyPlay(mode);
    if (victims.includes('server')) process.kill(server, 'SIGKILL');
    process.kill(worker, 'SIGKILL');
    await expectAllDead(all, runDirectory);
    await until('the attempt is closed', () => !existsSync(join(runDirectory, 'attempt.json')));
  });

  it('of worker, server and keeper at once leaves only what the next worker can find and kill', async () => {
    const { worker, server, keeper, all, runDirectory } = await lonelyPlay(mode);
    for (const pid of [worker, server, keeper]) process.kill(pid, 'SIGKILL');
    await until('the play itself is dead', () => !all.some((pid) => commandOf(pid).includes('ansible-playbook') || commandOf(pid).includes('-m runner')));
    expect(await killStaleAttempt(runDirectory)).toBe('killed');
    await expectAllDead(all, runDirectory);
    expect(await killStaleAttempt(runDirectory)).toBe('none');
  });
});

describe('an attempt that still runs', () => {
  it('is killed by the next worker, and its directory is not used again before', async () => {
    const { worker, all, runDirectory } = await lonelyPlay('warm');
    await expect(prepare({ play: 'play_long', runDirectory })).rejects.toThrow(/may still be running/);
    expect(await killStaleAttempt(runDirectory)).toBe('killed');
    await expectAllDead(all, runDirectory);
    await until('the worker noticed', () => !isAlive(worker));
  });
});

/** A worker of its own process in the middle of the long play. */
async function lonelyPlay(mode: PlayMode): Promise<{ worker: number; server: number; keeper: number; all: number[]; runDirectory: string }> {
  const runDirectory = await prepareLongPlay();
  const script = join(import.meta.dirname, 'support/lonely-worker.ts');
  const child = spawn(process.execPath, [script, inject('ansible').python, runDirectory, mode], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const worker = child.pid as number;
  await until('the loop runs', () => inTheLoop(descendantsOf(worker)));
  const { keeper } = JSON.parse(readFileSync(join(runDirectory, 'attempt.json'), 'utf8')) as { keeper: { pid: number } };
  return { worker, server: parentOf(keeper.pid), keeper: keeper.pid, all: descendantsOf(worker), runDirectory };
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
