import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import '../../../support/provided.ts';
import { createPlayRunner, type PlayRunner, type PlayRunnerOptions } from '../../../../activities/adapters/ansible/play-runner.ts';
import type { PlayHandlers } from '../../../../activities/adapters/ansible/follow-play.ts';
import { type PrepareRunInput, prepareRunDirectory } from '../../../../activities/adapters/ansible/run-directory.ts';
import type { PlayMode } from '../../../../activities/adapters/ansible/runner-protocol.ts';
import type { PlayEvent, TaskResultEvent } from '../../../../domain/provisioning/play-events.ts';
import type { PlayOutcome } from '../../../../domain/provisioning/play-outcome.ts';

export const modes: PlayMode[] = ['stock', 'warm'];

/** A folder of its own that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'linewright-play-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes plays and task files, by path, and returns their folder. */
export function playsFolder(files: Record<string, string>): string {
  const folder = join(temporaryFolder(), 'plays');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A runner on the stack's Ansible that is closed after the test. */
export function runnerForTest(options: Partial<PlayRunnerOptions> = {}): PlayRunner {
  const { python } = inject('ansible');
  const runner = createPlayRunner({ python, mode: 'warm', ...options });
  onTestFinished(() => runner.close());
  return runner;
}

/** Lays out a run directory; what a test does not care about has a default. */
export async function prepare(input: Partial<PrepareRunInput> & { play: string }): Promise<string> {
  const runDirectory = input.runDirectory ?? join(temporaryFolder(), 'run');
  await prepareRunDirectory({
    action: 'provision',
    variables: {},
    config: {},
    addresses: { crmBaseUrl: 'http://127.0.0.1:9', mailjetBaseUrl: 'http://127.0.0.1:9' },
    ...input,
    runDirectory,
  });
  return runDirectory;
}

export interface FinishedRun {
  outcome: PlayOutcome;
  events: PlayEvent[];
  results: TaskResultEvent[];
}

/** Runs a prepared play to its end and keeps its events. */
export async function runToEnd(runner: PlayRunner, runDirectory: string, mode: PlayMode = 'warm', handlers: Partial<PlayHandlers> = {}): Promise<FinishedRun> {
  const events: PlayEvent[] = [];
  const onEvent = async (event: PlayEvent): Promise<void> => {
    events.push(event);
    await handlers.onEvent?.(event);
  };
  const outcome = await runner.run({ runDirectory, mode, timeoutSeconds: 100 }, { ...handlers, onEvent });
  return { outcome, events, results: events.filter((event) => event.type === 'task_result') };
}

/** A play of the given tasks, indented by six. */
export const playOf = (tasks: string): string => `- name: Test play\n  hosts: localhost\n  gather_facts: no\n  tasks:\n${tasks}`;
