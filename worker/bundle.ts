import { bundleWorkflowCode } from '@temporalio/worker';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const sdkVersion: string = require('@temporalio/worker/package.json').version;

/**
 * Bundles the workflows' code, or takes the bundle of an earlier start from `folder` when no source has changed since.
 * Only a bundle that is `traced` has the interceptors that make spans.
 */
export async function workflowBundle(folder: string, { traced = false } = {}): Promise<{ codePath: string }> {
  const codePath = join(folder, `workflows-${sourcesDigest()}${traced ? '-traced' : ''}.js`);
  if (existsSync(codePath)) return { codePath };
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)),
    ...(traced ? { workflowInterceptorModules: [require.resolve('@temporalio/interceptors-opentelemetry/lib/workflow-interceptors')] } : {}),
    logger: silent,
  });
  mkdirSync(dirname(codePath), { recursive: true });
  // Several workers may start at once; a half-written bundle must never be read.
  const temporary = `${codePath}.${process.pid}`;
  writeFileSync(temporary, code);
  renameSync(temporary, codePath);
  return { codePath };
}

/** Digest of everything the bundle is made from: workflows import nothing else but pure files of `domain/`. */
function sourcesDigest(): string {
  const hash = createHash('sha256').update(sdkVersion);
  for (const file of globSync(['workflows/**/*.ts', 'domain/**/*.ts'], { cwd: root }).sort()) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

const nothing = (): void => undefined;
// oxlint-disable-next-line no-console
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: console.warn, error: console.error };
