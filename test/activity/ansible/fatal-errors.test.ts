import { describe, expect, it } from 'vitest';
import { modes, playOf, playsFolder, prepare, runnerForTest, runToEnd } from './support/play-run.ts';

const rescued = (task: string): string =>
  playOf(`    - block:\n        - ${task}\n      rescue:\n        - name: Final\n          assert: { that: [ action == "deprovision" ] }\n`);

const faulty: [string, Record<string, string>, object][] = [
  [
    'a missing play',
    {},
    { status: 'fatal', fatalKind: 'missing_play', exitCode: 1, reason: expect.stringMatching(/not found.*play_x\.yaml/i), tasksStarted: 0 },
  ],
  [
    'a play with a syntax error',
    { 'play_x.yaml': '- hosts: localhost\n  tasks:\n   - debug:\n  - name: "x\n' },
    { status: 'fatal', fatalKind: 'syntax_error', exitCode: 4, reason: expect.stringContaining('cannot be read'), tasksStarted: 0 },
  ],
  [
    'a module that does not exist',
    { 'play_x.yaml': playOf('    - name: Odd\n      no_such_module: {}\n') },
    { status: 'fatal', fatalKind: 'syntax_error', reason: expect.stringContaining('no_such_module'), tasksStarted: 0 },
  ],
  [
    'an undefined variable',
    { 'play_x.yaml': rescued('name: Use it\n          debug: { msg: "{{ nowhere }}" }') },
    {
      status: 'fatal',
      fatalKind: 'undefined_variable',
      failedTask: { name: 'Use it' },
      reason: expect.stringMatching(/"Use it" failed: .*'nowhere' is undefined/),
    },
  ],
  [
    'a task file that is missing',
    { 'play_x.yaml': rescued('include_tasks: nowhere.yaml') },
    { status: 'failed', reason: expect.stringContaining('nowhere.yaml') },
  ],
  [
    'a failing loop',
    { 'play_x.yaml': rescued('name: Loop\n          assert: { that: [ item < 2 ] }\n          loop: [1, 2]') },
    { status: 'failed', failedTask: { name: 'Loop' }, reason: 'Task "Loop" failed: 2: Assertion failed' },
  ],
];

describe.each(modes)('%s', (mode) => {
  it.each(faulty)('%s ends with its reason in words', async (_, files, expected) => {
    const runner = runnerForTest();
    const runDirectory = await prepare({ play: 'play_x', playsDirectory: playsFolder({ 'other.yaml': '', ...files }) });
    const { outcome } = await runToEnd(runner, runDirectory, mode);
    expect(outcome).toMatchObject(expected);
    expect(outcome.commonCauses !== undefined).toBe(outcome.status === 'fatal');
    expect(outcome.stdout + outcome.stderr).not.toBe('');
  });
});

describe('checkSyntax', () => {
  it('accepts a good play and names the fault of a bad one', async () => {
    const runner = runnerForTest();
    const playsDirectory = playsFolder({ 'play_good.yaml': playOf('    - debug: { msg: "{{ later }}" }\n'), 'play_bad.yaml': '- hosts: x\n  tasks: [\n' });
    expect(await runner.checkSyntax({ runDirectory: await prepare({ play: 'play_good', playsDirectory }) })).toEqual({ ok: true });
    const bad = await runner.checkSyntax({ runDirectory: await prepare({ play: 'play_bad', playsDirectory }) });
    expect(bad).toMatchObject({ ok: false, reason: expect.stringContaining('cannot be read'), output: expect.stringContaining('play_bad.yaml') });
  });
});

describe('a machine without a usable Python', () => {
  it.each(['/nowhere/python', '/bin/false'])('(%s) is told of by the outcome', async (python) => {
    const runDirectory = await prepare({ play: 'play_x', playsDirectory: playsFolder({ 'play_x.yaml': playOf('    - debug:\n') }) });
    const { outcome } = await runToEnd(runnerForTest({ python }), runDirectory);
    expect(outcome).toMatchObject({ status: 'killed', reason: expect.stringMatching(/play runner (cannot be started|ended)/), tasksStarted: 0 });
  });
});
