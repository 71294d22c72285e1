import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withCacheLock } from './cache-lock.ts';
import type { StackContext } from './stack-context.ts';
import { tryCommand } from './try-command.ts';

/** A file of pinned versions in `python/`. */
export type Requirements = 'ansible' | 'temporal' | 'temporal-test' | 'go';

const CANDIDATES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', '/usr/bin/python3'];
const PROBE = 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10); print(sys.executable)';

/** Path of a Python 3.10 or newer that can make virtual environments; throws with what to install when there is none. */
export async function findPython(): Promise<string> {
  for (const candidate of CANDIDATES) {
    const executable = await tryCommand(candidate, ['-c', PROBE]);
    if (executable) return executable;
  }
  throw new Error('Python 3.10 or newer with its venv module is needed (Debian and Ubuntu: apt install python3-venv).');
}

/** Installs pinned packages into the cache's virtual environment once, and returns that environment's `bin` folder. */
export async function ensurePythonPackages({ settings, supervisor, python, note }: StackContext, group: Requirements): Promise<string> {
  const version = (await tryCommand(python, ['-c', 'import sys; print("%d.%d.%d" % sys.version_info[:3])'])) ?? 'unknown';
  const home = join(settings.cacheDir, `python-${version}`);
  const bin = join(home, 'bin');
  const pins = fileURLToPath(new URL(`python/${group}.txt`, import.meta.url));
  const stamp = join(home, `installed-${group}-${createHash('sha256').update(readFileSync(pins)).digest('hex').slice(0, 12)}`);
  if (existsSync(stamp)) return bin;
  return withCacheLock(settings.cacheDir, 'python', async () => {
    if (existsSync(stamp)) return bin;
    note('installing, on the first start only');
    if (!existsSync(join(bin, 'pip'))) {
      rmSync(home, { recursive: true, force: true });
      await supervisor.run('install-python', [python, '-m', 'venv', home]);
    }
    const pip = [join(bin, 'python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '-r', pins];
    await supervisor.run(`install-${group}`, pip);
    writeFileSync(stamp, '');
    return bin;
  });
}
