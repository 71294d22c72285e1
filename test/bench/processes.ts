import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '../../scripts/stack/wait-until.ts';
import { freePortOffset } from '../support/free-port-offset.ts';
import type { World } from './world.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The API in a process of its own on another database than the system's; answers its URL. */
export async function startApi(world: World, databaseUrl: string): Promise<string> {
  const { dataDir } = await world.system();
  const port = 5000 + (await freePortOffset());
  const env = { NODE_ENV: 'production', LOG_LEVEL: 'warn', CRM_CONFIG: join(dataDir, 'crm_config.yaml'), DATABASE_URL: databaseUrl, LISTEN_PORT: String(port) };
  return startServer(world, 'api/server.ts', { env, port, path: '/crm/health' });
}

/** Bare Hono and pg in a process of its own, answering pages of customers without signing in or checking anything. */
export async function startBareApi(world: World, databaseUrl: string): Promise<string> {
  const port = 5000 + (await freePortOffset());
  return startServer(world, 'test/bench/bare-api.ts', { env: { DATABASE_URL: databaseUrl, LISTEN_PORT: String(port) }, port, path: '/customers' });
}

interface Server {
  env: Record<string, string>;
  port: number;
  path: string;
}

async function startServer(world: World, script: string, { env, port, path }: Server): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  world.onEnd(() => endOf(child));
  const url = `http://127.0.0.1:${port}`;
  await waitUntil(script, async () => void (await fetch(`${url}${path}`)), { timeoutSeconds: 30 });
  return url;
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
