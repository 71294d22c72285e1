import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** How a run of tests ended. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  success: boolean;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/** Runs vitest with its output shown and counts from its JSON report; a run that breaks outside a test counts as one failure. */
export async function runVitest(args: string[], reportFile: string): Promise<TestCounts> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const child = spawn(process.execPath, [`${root}node_modules/vitest/vitest.mjs`, 'run', '--passWithNoTests', ...reporters, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // Ctrl-C in a terminal reaches vitest as well, which ends what it started; this process waits for that.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  // start.mjs or test.mjs holds the other end of this pipe.
  if (process.env['LINEWRIGHT_LIFELINE'] !== undefined) process.stdin.on('close', () => child.kill('SIGTERM')).resume();
  const [code] = (await once(child, 'exit')) as [number | null];
  process.stdin.destroy();
  const counts = existsSync(reportFile) ? countsOf(JSON.parse(readFileSync(reportFile, 'utf8')) as Report) : { passed: 0, failed: 0, skipped: 0 };
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function countsOf(report: Report): TestCounts {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
