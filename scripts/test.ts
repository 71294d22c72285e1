import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checks, runCheck } from './checks.ts';
import { runVitest } from './run-vitest.ts';

// `npm test [kinds…] [files…]`: without arguments lint, types and every test; ends with one line that counts them all.
const kinds = new Set(['unit', 'workflow', 'activity', 'api', 'replay', 'e2e', 'fault', 'bench']);
const wanted = process.argv.slice(2);
const chosen = wanted.filter((word) => kinds.has(word));
const rest = wanted.filter((word) => !kinds.has(word));

const failedChecks: string[] = [];
if (wanted.length === 0) {
  await Promise.all(
    checks.map(async (check) => {
      const { good, output } = await runCheck(check);
      console.log(`\n▸ ${check.name}\n${output}`);
      if (!good) failedChecks.push(check.name);
    }),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'linewright-report-'));
const counts = await runVitest([...chosen.flatMap((kind) => ['--project', kind]), ...rest], join(folder, 'report.json'));
rmSync(folder, { recursive: true, force: true });

const passed = counts.passed + (wanted.length === 0 ? checks.length - failedChecks.length : 0);
const failed = counts.failed + failedChecks.length;
if (failedChecks.length > 0) console.log(`Failed checks: ${failedChecks.join(', ')}`);
console.log(`${passed} passed, ${failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
