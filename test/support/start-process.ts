import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StackSettings, stackSettings } from '../../scripts/stack/settings.ts';
import { waitUntil } from '../../scripts/stack/wait-until.ts';
import { freePortOffset } from './free-port-offset.ts';
import { processesOf } from './processes-of.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How the start script is run. */
export interface StartOptions {
  /** Data directory of an earlier system to start again; else a fresh one that goes with the system. */
  dataDir?: string;
  portOffset?: number;
  demo?: boolean;
  env?: Record<string, string>;
  /** Settings as an operator's own crm_config.yaml would have them. */
  ownSettings?: object;
  /** What is run, `scripts/start.ts` under this Node unless told otherwise. */
  command?: string[];
}

/** A run of the start script, on free ports and a data directory of its own. */
export class StartProcess {
  readonly settings: StackSettings;
  readonly child: ChildProcess;
  output = '';

  private constructor(settings: StackSettings, child: ChildProcess) {
    this.settings = settings;
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Begins a start and does not wait for it. */
  static async begin(options: StartOptions = {}): Promise<StartProcess> {
    const dataDir = options.dataDir ?? freshDataDir();
    const portOffset = options.portOffset ?? (await freePortOffset());
    const env = {
      ...process.env,
      ...options.env,
      ...writtenSettings(dataDir, options.ownSettings),
      DATA_DIR: dataDir,
      PORT_OFFSET: String(portOffset),
      LINEWRIGHT_LIFELINE: '1',
      NODE_ENV: '',
      VITEST: '',
    };
    const [command, ...args] = options.command ?? [process.execPath, '--disable-warning=ExperimentalWarning', 'scripts/start.ts'];
    const flags = options.demo ? [] : ['--empty'];
    const child = spawn(command!, [...args, ...flags], { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] });
    return new StartProcess(stackSettings(env), child);
  }

  /** Starts a system and waits until it says where to go; throws with its output when it ends instead. */
  static async start(options: StartOptions = {}): Promise<StartProcess> {
    const started = await StartProcess.begin(options);
    try {
      await started.says('Linewright is running');
    } catch (error) {
      await started.remove();
      throw error;
    }
    return started;
  }

  /** Waits until the start script has printed a text. */
  async says(text: string): Promise<void> {
    const over = new AbortController();
    this.child.once('exit', () => over.abort(new Error(`the start ended:\n${this.output}`)));
    const look = async (): Promise<void> => {
      if (!this.output.includes(text)) throw new Error(`no "${text}" in:\n${this.output}`);
    };
    await waitUntil('the start script', look, { timeoutSeconds: 180, signal: over.signal });
  }

  /** Process ids by part, as the start script last noted them. */
  pids(): Record<string, number> {
    return pidsIn(this.settings.dataDir);
  }

  /** Sends a signal to the start script and returns how it ended. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill(signal);
      await exited;
    }
    return { code: this.child.exitCode, signal: this.child.signalCode };
  }

  /** Waits until no process of this system's data directory is left. */
  async isGone(timeoutSeconds = 15): Promise<void> {
    await waitUntil(
      'the end of all processes',
      async () => {
        const left = processesOf(this.settings.dataDir);
        if (left.length > 0) throw new Error(left.map(({ pid, command }) => `${pid} ${command}`).join('\n'));
      },
      { timeoutSeconds },
    );
  }

  /** Ends the system and removes its data. */
  async remove(): Promise<void> {
    await this.end();
    await this.isGone();
    rmSync(this.settings.dataDir, { recursive: true, force: true });
  }
}

/** Puts settings where the start script reads them. */
function writtenSettings(dataDir: string, settings: object | undefined): Record<string, string> {
  if (settings === undefined) return {};
  const file = join(dataDir, 'own.yaml');
  writeFileSync(file, JSON.stringify(settings));
  return { CRM_CONFIG: file };
}

/** Process ids by part of the system in a data directory, as its start script last noted them. */
export function pidsIn(dataDir: string): Record<string, number> {
  return JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8')) as Record<string, number>;
}

/** A new, empty data directory that PostgreSQL's user may pass through. */
export function freshDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'linewright-system-'));
  chmodSync(folder, 0o711);
  return folder;
}
