import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoFile } from '../../scripts/stack/demo.ts';
import { basePorts, type PortName, type StackSettings } from '../../scripts/stack/settings.ts';
import { pidsIn, StartProcess, type StartOptions } from './start-process.ts';

/** A whole system with demo data that runs somewhere. */
export interface RunningSystem {
  demo: DemoFile;
  dataDir: string;
  portOffset: number;
  port(name: PortName): number;
  /** Current process id of a part (`api`, `worker`, `cgrates`, …). */
  pid(part: string): number;
  /** Kills a part without warning; the start script brings it back. */
  kill(part: string): void;
  /** Sends a request with the demo's API key. */
  call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; body: T }>;
}

/** The whole system with demo data, started as its user would, on ports and data of its own. */
export interface System extends RunningSystem {
  stop(): Promise<void>;
}

/** Starts the system and waits until it says where to go; fails with its output when it ends before. */
export async function startSystem(options: StartOptions = {}): Promise<System> {
  const start = await StartProcess.start({ demo: true, ...options });
  return { ...systemOn(start.settings), stop: () => start.remove() };
}

/** A system that runs already, by its data directory and ports. */
export function systemOn({ dataDir, portOffset }: Pick<StackSettings, 'dataDir' | 'portOffset'>): RunningSystem {
  const demo = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as DemoFile;
  const pid = (part: string): number => {
    const pids = pidsIn(dataDir);
    const found = pids[part];
    if (found === undefined) throw new Error(`${part} is not among ${Object.keys(pids).join(', ')}`);
    return found;
  };
  return {
    demo,
    dataDir,
    portOffset,
    port: (name) => basePorts[name] + portOffset,
    pid,
    kill: (part) => process.kill(pid(part), 'SIGKILL'),
    call: (method, path, body, headers) => callApi(demo, method, path, body, headers),
  };
}

async function callApi<T>(
  demo: DemoFile,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: T }> {
  const response = await fetch(`${demo.urls.api}${path}`, {
    method,
    headers: { 'x-api-key': demo.api_key ?? '', ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
}
