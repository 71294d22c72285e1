import { describe, expect, it } from 'vitest';
import { httpServer } from './support/http-server.ts';
import { modes, playOf, playsFolder, prepare, runnerForTest, runToEnd, temporaryFolder } from './support/play-run.ts';
import { processesWith, until } from './support/processes.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const hanging = playOf('    - name: Ask\n      uri: { url: "{{ server }}/" }\n');

describe.each(modes)('%s', (mode) => {
  it('a play that runs too long is stopped', async () => {
    const server = await httpServer(() => ({ hang: true }));
    const runDirectory = await prepare({ play: 'play_x', playsDirectory: playsFolder({ 'play_x.yaml': hanging }), variables: { server: server.url } });
    const outcome = await runnerForTest().run({ runDirectory, mode, timeoutSeconds: 5 }, { onEvent: () => Promise.resolve() });
    expect(outcome).toMatchObject({ status: 'timeout', reason: 'The play ran longer than 5 s and was stopped during "Ask".' });
    expect(processesWith(runDirectory)).toEqual([]);
  });

  it('a play that is cancelled is stopped, also while it waits for its turn', async () => {
    const server = await httpServer(() => ({ hang: true }));
    const playsDirectory = playsFolder({ 'play_x.yaml': hanging });
    const runner = runnerForTest({ limit: 1 });
    const order = { play: 'play_x', playsDirectory, variables: { server: server.url } };
    const [cancelFirst, cancelSecond] = [new AbortController(), new AbortController()];
    const first = runToEnd(runner, await prepare(order), mode, { signal: cancelFirst.signal });
    await until('the first play asks', () => server.requests.length === 1);
    const second = runToEnd(runner, await prepare(order), mode, { signal: cancelSecond.signal });
    cancelSecond.abort();
    expect((await second).outcome).toMatchObject({ status: 'killed', reason: 'The play was cancelled between two tasks.', tasksStarted: 0 });
    cancelFirst.abort();
    expect((await first).outcome).toMatchObject({ status: 'killed', reason: 'The play was cancelled during "Ask".' });
    expect(server.requests).toHaveLength(1);
  });

  it('runs no more plays at once than its limit, and those at the same time', async () => {
    const plays = { now: 0, most: 0 };
    const server = await httpServer(() => ({ json: {} }));
    const playsDirectory = playsFolder({ 'play_x.yaml': playOf('    - uri: { url: "{{ server }}/" }\n    - uri: { url: "{{ server }}/" }\n') });
    const runner = runnerForTest({ limit: 2 });
    const runOne = async (): Promise<string> => {
      const runDirectory = await prepare({ play: 'play_x', playsDirectory, variables: { server: server.url } });
      const onStarted = (): void => void (plays.most = Math.max(plays.most, (plays.now += 1)));
      const { outcome } = await runToEnd(runner, runDirectory, mode, { onStarted });
      plays.now -= 1;
      return outcome.status;
    };
    expect(await Promise.all([runOne(), runOne(), runOne(), runOne()])).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(plays.most).toBe(2);
  });
});

describe('a run directory', () => {
  it('is private, takes in what Ansible leaves, and its environment holds only what the play is given', async () => {
    const runDirectory = await prepare({
      runDirectory: join(temporaryFolder(), 'run'),
      play: 'play_x',
      playsDirectory: playsFolder({
        'play_x.yaml': playOf(`
    - command: env
      register: environment_of_commands
    - debug:
        msg: "{{ lookup('env', 'MAILJET_API_KEY') }} {{ lookup('env', 'DATABASE_URL') }}."
    - command: ls -la {{ lookup('env', 'HOME') }}
`),
      }),
    });
    process.env['DATABASE_URL'] ??= 'postgresql://secret';
    const { results } = await runToEndWith(runDirectory);
    const variables = String(results[0]?.result['stdout']);
    expect(variables).not.toContain('DATABASE_URL');
    expect(variables).toContain(`HOME=${runDirectory}/home`);
    expect(results[1]?.result['msg']).toBe('key-of-mailjet .');
    expect(readdirSync(runDirectory)).not.toContain('attempt.json');
    expect(readFileSync(join(runDirectory, 'vars.json'), 'utf8')).toContain('provision');
  });

  it('takes no file from outside the folder of plays', async () => {
    const playsDirectory = playsFolder({ 'play_x.yaml': playOf('    - debug:\n') });
    const { symlinkSync } = await import('node:fs');
    symlinkSync('/etc/hostname', join(playsDirectory, 'task_link.yaml'));
    await expect(prepare({ play: 'play_x', playsDirectory })).rejects.toThrow(/task_link\.yaml .* outside it/);
  });
});

async function runToEndWith(runDirectory: string): ReturnType<typeof runToEnd> {
  const events: Awaited<ReturnType<typeof runToEnd>>['events'] = [];
  const outcome = await runnerForTest().run(
    { runDirectory, timeoutSeconds: 60, environment: { MAILJET_API_KEY: 'key-of-mailjet' } },
    { onEvent: async (event) => void events.push(event) },
  );
  return { outcome, events, results: events.filter((event) => event.type === 'task_result') };
}
