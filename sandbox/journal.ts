import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Entries that survive a restart when there is a file for them: one JSON text per line, added before the caller goes on. */
export interface Journal<T> {
  /** What was kept, oldest first. */
  readonly kept: readonly T[];
  add(entry: T): void;
  /** Replaces everything, so that the file does not grow for ever. */
  replace(entries: readonly T[]): void;
}

/** Opens a journal; without a path nothing is kept. A line that a crash left half written is skipped. */
export function openJournal<T>(path: string | undefined): Journal<T> {
  if (path === undefined) return { kept: [], add: () => undefined, replace: () => undefined };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const kept = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line) => parseLine<T>(line))
    : [];
  return {
    kept,
    add: (entry) => appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 }),
    replace(entries) {
      writeFileSync(`${path}.new`, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
  };
}

function parseLine<T>(line: string): T[] {
  try {
    return line === '' ? [] : [JSON.parse(line) as T];
  } catch {
    return [];
  }
}
