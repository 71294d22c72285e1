import { randomUUID } from 'node:crypto';
import { type PlayOutcome, outcomeOf } from '../../../domain/provisioning/play-outcome.ts';
import { noProgress } from '../../../domain/provisioning/play-progress.ts';
import { type AnsibleInstallation, ansiblePlaybookOf, playEnvironment } from './play-environment.ts';
import { followPlay, type PlayFollower, type PlayHandlers } from './follow-play.ts';
import { runFiles } from './play-locations.ts';
import { readPreparedRun } from './run-directory.ts';
import type { PlayMode } from './runner-protocol.ts';
import { type RunnerServer, startRunnerServer } from './runner-server.ts';

export interface PlayRunnerOptions extends AnsibleInstallation {
  /** Used where a run does not say. Warm falls back to stock where this Ansible cannot be held warm. */
  mode: PlayMode;
  /** Plays that may run at once; further ones wait. */
  limit?: number;
  /** How long a play may wait for one of its events to be stored before it is killed. */
  ackTimeoutSeconds?: number;
  log?: (line: string) => void;
}

export interface RunPlayInput {
  /** Made by `prepareRunDirectory`. */
  runDirectory: string;
  mode?: PlayMode;
  /** Counted from the play's start, not from its place in the queue. */
  timeoutSeconds: number;
  /** For `lookup('env', …)` in plays: MAILJET_API_KEY and MAILJET_SECRET. */
  environment?: Record<string, string>;
}

export type SyntaxVerdict = { ok: true } | { ok: false; reason: string; output: string };

/** Runs plays for one worker, at most `limit` at once; a play never outlives the worker. */
export interface PlayRunner {
  /** Runs a prepared play to its end. Never throws for what a play does; its end is told by the outcome. */
  run(input: RunPlayInput, handlers: PlayHandlers): Promise<PlayOutcome>;
  /** Whether Ansible can read the prepared play. */
  checkSyntax(input: { runDirectory: string }): Promise<SyntaxVerdict>;
  /** Starts the server now, so that the first play does not wait for it; says what it can do. */
  warmUp(): Promise<{ warm: boolean; ansible: string | undefined }>;
  /** Kills what runs and ends the server. */
  close(): Promise<void>;
}

const syntaxCheckSeconds = 60;

/** Makes a runner; its Python process starts with the first play, and again after it died. */
export function createPlayRunner(options: PlayRunnerOptions): PlayRunner {
  let server: RunnerServer | undefined;
  const alive = (): RunnerServer => {
    if (server?.alive !== true) {
      const { python, ansiblePlaybook, mode, limit = 4, log = () => undefined } = options;
      server = startRunnerServer({ python, ansiblePlaybook, warm: mode === 'warm', limit, log });
    }
    return server;
  };
  const start = (input: RunPlayInput, playFile: string, flags: string[], handlers: PlayHandlers): PlayFollower => {
    const id = randomUUID();
    const current = alive();
    const follower = followPlay({ id, server: current, runDirectory: input.runDirectory, handlers });
    current.send({
      cmd: 'run',
      id,
      directory: input.runDirectory,
      mode: input.mode ?? options.mode,
      argv: ['-i', 'localhost,', '-e', `@${runFiles.variables}`, ...flags, playFile],
      environment: playEnvironment(options, input.runDirectory, input.environment ?? {}),
      program: ansiblePlaybookOf(options),
      timeoutSeconds: input.timeoutSeconds,
      ackTimeoutSeconds: options.ackTimeoutSeconds ?? 30,
    });
    return follower;
  };
  return {
    async run(input, handlers) {
      const prepared = await readPreparedRun(input.runDirectory);
      if (prepared.action === 'deprovision' && prepared.playExists && prepared.guards === 0) return nothingToRun();
      const located = { ...input, runDirectory: prepared.runDirectory };
      const { exit, progress } = await start(located, prepared.playFile, [], handlers).ended;
      return outcomeOf(exit, progress, { action: prepared.action, guards: prepared.guards, timeoutSeconds: input.timeoutSeconds });
    },
    async checkSyntax({ runDirectory }) {
      const prepared = await readPreparedRun(runDirectory);
      const input = { runDirectory: prepared.runDirectory, timeoutSeconds: syntaxCheckSeconds };
      const { exit } = await start(input, prepared.playFile, ['--syntax-check'], { onEvent: () => Promise.resolve() }).ended;
      if (exit.exitCode === 0) return { ok: true };
      const { reason } = outcomeOf(exit, noProgress(), { action: 'provision', guards: 0, timeoutSeconds: syntaxCheckSeconds });
      return { ok: false, reason, output: `${exit.stderr}\n${exit.stdout}`.trim() };
    },
    async warmUp() {
      const { warm, ansible } = await alive().ready;
      return { warm, ansible };
    },
    async close() {
      await server?.close();
    },
  };
}

/** A play without a rescue has no clean-up; running it again to remove what it made would make it again. */
function nothingToRun(): PlayOutcome {
  return {
    status: 'ok',
    reason: 'Nothing was run: the play has no rescue section, so it has no clean-up of its own.',
    exitCode: null,
    signal: null,
    cause: null,
    stdout: '',
    stderr: '',
    cleanedUp: false,
    cleanUpFailures: [],
    tasksStarted: 0,
  };
}
