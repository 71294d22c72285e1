import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type AnsibleInstallation, ansibleEnvironment } from './play-environment.ts';
import { playbooksDirectory } from './play-locations.ts';
import { type PlayReply, type RunnerOrder, type RunnerReady, type RunnerReply, runnerReply } from './runner-protocol.ts';

export interface RunnerServerOptions extends AnsibleInstallation {
  warm: boolean;
  /** Plays that may run at once; further ones wait. */
  limit: number;
  /** Lines the server prints for people. */
  log: (line: string) => void;
}

/** Hears about one play; `gone` when the server died, and with it the play. */
export interface PlayListener {
  reply(reply: PlayReply): void;
  gone(reason: string): void;
}

/** A running runner process. Killing this process, or closing, ends every play it runs. */
export interface RunnerServer {
  readonly pid: number;
  readonly alive: boolean;
  /** What the server can do, once it is up; rejects when it cannot start. */
  readonly ready: Promise<RunnerReady>;
  send(order: RunnerOrder): void;
  listen(id: string, listener: PlayListener): void;
  forget(id: string): void;
  close(): Promise<void>;
}

const closeGraceSeconds = 10;

/** Starts the Python process that runs plays for this worker. */
export function startRunnerServer(options: RunnerServerOptions): RunnerServer {
  const args = ['-m', 'runner', '--limit', String(options.limit), ...(options.warm ? ['--warm'] : [])];
  const child = spawn(options.python, args, { cwd: playbooksDirectory, env: ansibleEnvironment(options), stdio: ['pipe', 'pipe', 'pipe'] });
  const listeners = new Map<string, PlayListener>();
  const ready = Promise.withResolvers<RunnerReady>();
  ready.promise.catch(() => undefined); // those who need it await it
  const ended = Promise.withResolvers<void>();
  const state = { alive: true };
  const end = (reason: string): void => {
    if (!state.alive) return;
    state.alive = false;
    ready.reject(new Error(reason));
    for (const listener of listeners.values()) listener.gone(reason);
    ended.resolve();
  };
  child.on('error', (error) => end(`The play runner cannot be started: ${error.message}`));
  child.on('close', (code, signal) => end(`The play runner ended (${signal ?? `exit code ${code}`}).`));
  child.stdin.on('error', () => undefined); // its end is heard of by 'close'
  createInterface({ input: child.stderr }).on('line', options.log);
  createInterface({ input: child.stdout }).on('line', (line) => dispatch(line, listeners, ready.resolve, options.log));
  return {
    pid: child.pid ?? 0,
    get alive() {
      return state.alive;
    },
    ready: ready.promise,
    send: (order) => void child.stdin.write(`${JSON.stringify(order)}\n`),
    listen: (id, listener) => void listeners.set(id, listener),
    forget: (id) => void listeners.delete(id),
    close: () => closeServer(child, ended.promise),
  };
}

function dispatch(line: string, listeners: Map<string, PlayListener>, ready: (reply: RunnerReady) => void, log: (line: string) => void): void {
  const reply = read(line);
  if (reply === undefined) {
    log(`The play runner said something that is no reply: ${line.slice(0, 200)}`);
  } else if (reply.type === 'ready') {
    if (reply.whyNot !== undefined && reply.whyNot !== 'not asked for') log(`Plays run stock, not warm: ${reply.whyNot}`);
    ready(reply);
  } else if (reply.type === 'error') {
    log(`The play runner did not understand an order: ${reply.message}`);
  } else {
    listeners.get(reply.id)?.reply(reply);
  }
}

function read(line: string): RunnerReply | undefined {
  try {
    return runnerReply.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Closing its input makes the server kill its plays and end; one that does not is killed, and its keepers with it. */
async function closeServer(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), closeGraceSeconds * 1000);
  await ended;
  clearTimeout(timer);
}
