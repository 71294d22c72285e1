import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withCacheLock } from './cache-lock.ts';
import { nodeCommand } from './application.ts';
import type { StackContext } from './stack-context.ts';

const SKIPPED = new Set(['build', '.svelte-kit', 'node_modules']);

/** Builds the portal when its sources or their dependencies changed since the last build. */
export async function ensurePortalBuild({ settings, supervisor, note }: StackContext): Promise<void> {
  const web = join(settings.root, 'web');
  const stamp = join(web, 'build/.sources');
  const isFresh = (): boolean => existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash(settings.root);
  if (isFresh()) return;
  await withCacheLock(settings.cacheDir, 'portal', async () => {
    if (isFresh()) return;
    note('building, because its sources changed');
    const hash = sourcesHash(settings.root);
    const vite = join(settings.root, 'node_modules/vite/bin/vite.js');
    await supervisor.run('build-portal', [...nodeCommand(vite), 'build', 'web'], { cwd: settings.root, env: { NODE_ENV: 'production' } });
    writeFileSync(stamp, hash);
  });
}

function sourcesHash(root: string): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  for (const path of filesBelow(join(root, 'web'))) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));
}
