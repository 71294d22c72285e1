import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StackSettings } from './settings.ts';
import { waitUntil } from './wait-until.ts';

/** A process to run until the stack stops. */
export interface PartSpec {
  name: string;
  argv: string[];
  cwd?: string;
  env?: Record<string, string>;
  /** Parts with a higher rank use those with a lower one, and are stopped before them. */
  stopRank: number;
  stopSignal?: 'SIGTERM' | 'SIGINT';
  graceSeconds?: number;
  /** Throws until the part answers; gets its process id. */
  ready: (pid: number) => Promise<void>;
  readySeconds?: number;
}

interface GuardianEvent {
  event: 'ready' | 'started' | 'exited' | 'failed' | 'locked' | 'stopped';
  name?: string;
  pid?: number;
  code?: number;
  signal?: number | null;
  message?: string;
}

const BACKOFF_SECONDS = [0.3, 1, 2, 5, 10, 30];
const HEALTHY_AFTER_SECONDS = 60;
const SIGKILL = 9;

/** Starts processes through guardian.py, which ends them all when this process is gone, and starts again those that end by themselves. */
export class Supervisor {
  private readonly guardian: ChildProcess;
  private readonly events = new EventEmitter();
  private readonly parts = new Map<string, { spec: PartSpec; failures: number; readyAt: number | undefined; pid: number }>();
  private readonly settings: StackSettings;
  private stopping = false;
  /** Told in one line when a part ended by itself and when it is back. */
  onNotice: (line: string) => void = () => undefined;
  /** Told whenever a part got a new process id. */
  onPids: (pids: Record<string, number>) => void = () => undefined;
  /** Told when the guardian itself was killed: nothing is left to keep. */
  onLost: () => void = () => undefined;

  private constructor(settings: StackSettings, guardian: ChildProcess) {
    this.settings = settings;
    this.guardian = guardian;
    this.events.setMaxListeners(100);
    createInterface({ input: guardian.stdout! }).on('line', (line) => this.events.emit('event', JSON.parse(line)));
    this.events.on('event', (event: GuardianEvent) => this.onExited(event));
    guardian.once('exit', () => {
      this.events.emit('event', { event: 'stopped' });
      if (!this.stopping) this.onLost();
    });
  }

  /** Takes the data directory; throws when another stack holds it for longer than its own stopping could take. */
  static async open(settings: StackSettings, python: string): Promise<Supervisor> {
    const log = openSync(join(settings.logsDir, 'guardian.log'), 'a', 0o600);
    const script = fileURLToPath(new URL('guardian.py', import.meta.url));
    // A session of its own: Ctrl-C in the terminal reaches this process, which then stops the parts in order.
    const guardian = spawn(python, [script, join(settings.dataDir, 'stack.lock'), '40'], { stdio: ['pipe', 'pipe', log], detached: true });
    closeSync(log);
    guardian.stdin!.on('error', () => undefined);
    const supervisor = new Supervisor(settings, guardian);
    const first = await supervisor.next((event) => ['ready', 'locked', 'stopped'].includes(event.event));
    if (first.event === 'ready') return supervisor;
    supervisor.stopping = true;
    if (first.event === 'locked')
      throw new Error(`Another copy is running on ${settings.dataDir}. Stop it, or set DATA_DIR (and PORT_OFFSET) for a second one.`);
    throw new Error(`The guardian of the stack could not start; see ${join(settings.logsDir, 'guardian.log')}`);
  }

  /** Starts a part and waits until it answers; throws with the end of its log when it does not. */
  async start(spec: PartSpec): Promise<void> {
    this.parts.set(spec.name, { spec, failures: 0, readyAt: undefined, pid: 0 });
    await this.launch(spec.name).catch((error: unknown) => {
      this.parts.delete(spec.name);
      throw error;
    });
  }

  /** Runs a command to its end under the guardian; throws with the end of its log when it fails. */
  async run(name: string, argv: string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<void> {
    const ended = this.next((event) => event.name === name && (event.event === 'exited' || event.event === 'failed'));
    this.send({ do: 'start', name, argv, ...options, log: this.logFile(name), stopRank: 9, graceSeconds: 1 });
    const { code, signal, message } = await ended;
    if (code !== 0 || signal) throw new Error(`${name} failed (${message ?? (signal ? `signal ${signal}` : `code ${code}`)})\n${this.logTail(name)}`);
  }

  /** Ends one part and leaves it ended. */
  async stop(name: string): Promise<void> {
    if (!this.parts.delete(name)) return;
    const ended = this.next((event) => event.event === 'exited' && event.name === name);
    this.send({ do: 'stop', name });
    await ended;
  }

  /** Sends a signal to a running part, as a fault would. */
  signal(name: string, signal: NodeJS.Signals): void {
    this.send({ do: 'signal', name, signal });
  }

  /** Process id of a running part. */
  pid(name: string): number | undefined {
    return this.parts.get(name)?.pid;
  }

  /** Stops all parts in order and waits until no process is left; a second call cuts the waiting short. */
  async stopAll(): Promise<void> {
    if (this.stopping) this.guardian.kill('SIGTERM');
    this.stopping = true;
    this.guardian.stdin!.end();
    if (this.guardian.exitCode === null && this.guardian.signalCode === null) await once(this.guardian, 'exit');
  }

  logFile(name: string): string {
    return join(this.settings.logsDir, `${name}.log`);
  }

  private async launch(name: string): Promise<void> {
    const part = this.parts.get(name);
    if (!part) return;
    const { ready, readySeconds = 60, ...spec } = part.spec;
    const over = new AbortController();
    const started = this.next((event) => event.name === name && (event.event === 'started' || event.event === 'failed'));
    this.send({ do: 'start', ...spec, log: this.logFile(name) });
    const { pid, message } = await started;
    if (pid === undefined) throw new Error(`${name} cannot be run: ${message ?? 'the guardian is gone'}`);
    Object.assign(part, { pid, readyAt: undefined });
    this.onPids(Object.fromEntries([...this.parts].map(([key, value]) => [key, value.pid])));
    const onEnd = (event: GuardianEvent): void => {
      if (event.event === 'stopped' || (event.event === 'exited' && event.pid === pid))
        over.abort(new Error(`${name} ended while starting\n${this.logTail(name)}`));
    };
    this.events.on('event', onEnd);
    try {
      await waitUntil(name, () => ready(pid), { timeoutSeconds: readySeconds, signal: over.signal });
      part.readyAt = performance.now();
    } finally {
      this.events.off('event', onEnd);
    }
  }

  private onExited({ event, name, pid, code, signal }: GuardianEvent): void {
    const part = event === 'exited' && name !== undefined ? this.parts.get(name) : undefined;
    if (!part || this.stopping || part.pid !== pid) return;
    if (part.readyAt === undefined) return; // whoever started it is told by the failed start
    // A part that ran and was killed is not at fault, so that a pause would spare nobody anything.
    if (signal === SIGKILL || performance.now() - part.readyAt > HEALTHY_AFTER_SECONDS * 1000) part.failures = 0;
    this.restartLater(name!, part, signal ? `ended by signal ${signal}` : `ended with code ${code}`);
  }

  private restartLater(name: string, part: { failures: number }, reason: string): void {
    const pause = BACKOFF_SECONDS[Math.min(part.failures, BACKOFF_SECONDS.length - 1)]!;
    part.failures += 1;
    this.onNotice(`${name}: ${reason}; starting it again in ${pause} s (log: ${this.logFile(name)})`);
    setTimeout(() => void this.relaunch(name), pause * 1000).unref();
  }

  private async relaunch(name: string): Promise<void> {
    const part = this.parts.get(name);
    if (this.stopping || !part) return;
    try {
      await this.launch(name);
      this.onNotice(`${name} is back`);
    } catch (error) {
      if (!this.stopping && this.parts.has(name)) this.restartLater(name, part, (error as Error).message.split('\n')[0]!);
    }
  }

  private next(wanted: (event: GuardianEvent) => boolean): Promise<GuardianEvent> {
    return new Promise((resolve) => {
      const look = (event: GuardianEvent): void => {
        if (!wanted(event) && event.event !== 'stopped') return;
        this.events.off('event', look);
        resolve(event);
      };
      this.events.on('event', look);
    });
  }

  private send(command: object): void {
    this.guardian.stdin!.write(`${JSON.stringify(command)}\n`);
  }

  private logTail(name: string): string {
    try {
      return `${readFileSync(this.logFile(name), 'utf8').slice(-2000).trim()}\n(${this.logFile(name)})`;
    } catch {
      return `(no log in ${this.settings.logsDir})`;
    }
  }
}
