import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A look at the code that runs nothing of it. */
export interface Check {
  name: string;
  commands: { bin: string; args: string[]; cwd?: string }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const layers = ['api', 'domain', 'activities', 'workflows', 'worker', 'sandbox', 'scripts', 'test', 'web/src', 'vitest.config.ts'];

const lint: Check = {
  name: 'lint',
  commands: [
    { bin: 'oxlint', args: ['--deny-warnings'] },
    { bin: 'depcruise', args: ['--config', '.dependency-cruiser.cjs', ...layers] },
    { bin: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  ],
};

const types: Check = {
  name: 'types',
  commands: [
    { bin: 'tsc', args: ['--noEmit'] },
    { bin: 'svelte-kit', args: ['sync', '--config', 'web/vite.config.ts'] },
    { bin: 'svelte-check', args: ['--tsconfig', './tsconfig.json', '--fail-on-warnings'], cwd: 'web' },
  ],
};

/** Everything `npm test` looks at before it runs tests. */
export const checks = [lint, types];

/** How a check ended, and what its tools printed. */
export interface CheckOutcome {
  good: boolean;
  output: string;
}

/** Runs all commands of a check, so that one run shows every fault. */
export async function runCheck({ commands }: Check): Promise<CheckOutcome> {
  const outcome: CheckOutcome = { good: true, output: '' };
  for (const { bin, args, cwd = '.' } of commands) {
    const child = spawn(`${root}node_modules/.bin/${bin}`, args, { cwd: `${root}${cwd}`, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (outcome.output += text));
    const [code] = (await once(child, 'close')) as [number | null];
    outcome.good &&= code === 0;
  }
  return outcome;
}
