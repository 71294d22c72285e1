import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isAbsolute, join, resolve } from 'node:path';

/** Ports of the local stack before PORT_OFFSET, by the part that listens there. */
export const basePorts = {
  api: 5000,
  web: 3000,
  temporal: 7233,
  temporalUi: 8233,
  cgratesHttp: 2080,
  cgratesJson: 2012,
  cgratesGob: 2013,
  postgres: 5500,
  redis: 5501,
  sandboxMailjet: 5510,
  sandboxSmsc: 5511,
  sandboxHss: 5512,
  sandboxCbc: 5513,
} as const;

export type PortName = keyof typeof basePorts;

/** Where this copy of the stack lives and listens. */
export interface StackSettings {
  root: string;
  dataDir: string;
  cacheDir: string;
  logsDir: string;
  portOffset: number;
  ports: Record<PortName, number>;
  /** Trades durability for speed; only tests, whose data is thrown away, set it. */
  throwaway: boolean;
}

type Environment = Record<string, string | undefined>;

/** Reads PORT_OFFSET, DATA_DIR and LINEWRIGHT_CACHE, and makes the folders; throws on an offset that is no whole number from 0 to 50000. */
export function stackSettings(env: Environment = process.env, throwaway = false): StackSettings {
  const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
  const portOffset = Number(env['PORT_OFFSET'] ?? 0);
  if (!Number.isInteger(portOffset) || portOffset < 0 || portOffset > 50_000) {
    throw new Error(`PORT_OFFSET must be a whole number from 0 to 50000, not "${env['PORT_OFFSET']}"`);
  }
  const within = (path: string): string => (isAbsolute(path) ? path : resolve(root, path));
  const dataDir = within(env['DATA_DIR'] ?? '.data');
  const cacheDir = within(env['LINEWRIGHT_CACHE'] ?? '.cache');
  const logsDir = join(dataDir, 'logs');
  // 0711: PostgreSQL refuses to run as root, and the user it runs as must pass through to its own folder.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  mkdirSync(cacheDir, { recursive: true });
  mkdirSync(logsDir, { recursive: true, mode: 0o700 });
  const ports = Object.fromEntries(Object.entries(basePorts).map(([name, port]) => [name, port + portOffset])) as Record<PortName, number>;
  return { root, dataDir, cacheDir, logsDir, portOffset, ports, throwaway };
}
