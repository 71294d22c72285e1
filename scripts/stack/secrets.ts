import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const names = ['postgresPassword', 'applicationPassword', 'redisPassword', 'jwtSecret', 'demoApiKey'] as const;

/** Secrets of one data directory; each is made once and kept, so that a second start reads what the first one wrote. */
export type StackSecrets = Record<(typeof names)[number], string>;

/** Reads `secrets.json` of the data directory (mode 0600) and adds what is missing. */
export function keptSecrets(dataDir: string): StackSecrets {
  const path = join(dataDir, 'secrets.json');
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<StackSecrets>) : {};
  const secrets = Object.fromEntries(names.map((name) => [name, kept[name] ?? randomBytes(32).toString('hex')])) as StackSecrets;
  if (names.some((name) => kept[name] === undefined)) writePrivately(path, JSON.stringify(secrets, null, 2));
  return secrets;
}

/** Replaces a file that only its owner may read, so that a reader sees the old text or the new, never half. */
export function writePrivately(path: string, text: string): void {
  const fresh = `${path}.${process.pid}.new`;
  writeFileSync(fresh, text, { mode: 0o600 });
  renameSync(fresh, path);
}
