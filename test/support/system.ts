import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoFile } from '../../scripts/stack/demo.ts';
import { basePorts, type PortName } from '../../scripts/stack/settings.ts';
import { freePortOffset } from './global-setup.ts';

/** The whole system with demo data, started as its user would, on ports and data of its own. */
export interface System {
  demo: DemoFile;
  dataDir: string;
  port(name: PortName): number;
  /** Current process id of a part (`api`, `worker`, `cgrates`, …). */
  pid(part: string): number;
  /** Kills a part without warning; the start script brings API, worker and portal back. */
  kill(part: string): void;
  /** Sends a request with the demo's API key. */
  call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<{ status: number; body: T }>;
  stop(): Promise<void>;
}

/** Runs `npm start` and waits until it says where to go; fails with its output when it ends before. */
export async function startSystem(): Promise<System> {
  const dataDir = mkdtempSync(join(tmpdir(), 'linewright-system-'));
  chmodSync(dataDir, 0o711);
  const offset = await freePortOffset();
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...process.env, DATA_DIR: dataDir, PORT_OFFSET: String(offset), NODE_ENV: '', VITEST: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await saidWhereToGo(child);
  const demo = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as DemoFile;
  const pid = (part: string): number => {
    const pids = JSON.parse(readFileSync(join(dataDir, 'processes.json'), 'utf8')) as Record<string, number>;
    const found = pids[part];
    if (found === undefined) throw new Error(`${part} is not among ${Object.keys(pids).join(', ')}`);
    return found;
  };
  return {
    demo,
    dataDir,
    port: (name) => basePorts[name] + offset,
    pid,
    kill: (part) => process.kill(pid(part), 'SIGKILL'),
    call: (method, path, body, headers) => callApi(demo, method, path, body, headers),
    stop: async () => {
      await ended(child);
      rmSync(dataDir, { recursive: true, force: true });
    },
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

function saidWhereToGo(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('Linewright is running')) resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output.slice(-4000)}`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
