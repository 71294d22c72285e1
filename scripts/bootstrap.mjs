// Plain JavaScript for any Node from 20 on: gets the project's packages and a Node that runs TypeScript, then hands over.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const NODE_VERSION = '24.21.0';
/** The first version of each line that runs TypeScript files as they are. */
const RUNS_TYPESCRIPT = { 22: 18, 23: 6 };
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGKILL: 9, SIGHUP: 1 };

/** Runs a script of the project under a fit Node with the rest of the command line, and ends as it ends. */
export function runScript(script) {
  const node = fitNode();
  // First on PATH, so that npm and everything started later use the same Node.
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, LINEWRIGHT_LIFELINE: '1' };
  installPackages(env);
  // The child reads this pipe to its end, which comes when this process is gone, even by kill -9.
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, script), ...process.argv.slice(2)], {
    env,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0)));
  // Ctrl-C in a terminal reaches the child as well; it stops everything in order and this process waits for it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  if (process.env.npm_lifecycle_event !== undefined) endWithNpm(child);
}

/** npm cannot pass on a kill -9 of itself, and some shells stay between npm and this process: either one's end is the end. */
function endWithNpm(child) {
  const shell = process.ppid;
  const npm = parentOf(shell);
  const isAlive = (pid) => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      return error.code === 'EPERM';
    }
  };
  setInterval(() => (process.ppid !== shell || !isAlive(npm)) && child.stdin.end(), 500).unref();
}

function parentOf(pid) {
  try {
    return Number(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }));
  } catch {
    return pid; // a machine without ps: the shell alone is watched
  }
}

function fitNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major >= 24 || minor >= (RUNS_TYPESCRIPT[major] ?? Infinity)) return process.execPath;
  const cache = process.env.LINEWRIGHT_CACHE ?? '.cache';
  const home = join(isAbsolute(cache) ? cache : join(root, cache), `node-${NODE_VERSION}`);
  const node = join(home, 'node_modules/node/bin/node');
  if (existsSync(node)) return node;
  console.log(`Node ${process.versions.node} is too old: getting ${NODE_VERSION} into ${home}`);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{"private": true}');
  npm(['install', '--prefix', home, '--no-audit', '--no-fund', '--loglevel=error', `node@${NODE_VERSION}`], process.env, home);
  return node;
}

function installPackages(env) {
  if (matchesLock()) return;
  console.log('Installing the packages of package-lock.json');
  // No package's own scripts: what PostgreSQL's needs is done by scripts/stack/hydrate-links.ts.
  npm(['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], env, root);
}

/** Compares what npm noted in node_modules with the lock; packages for other platforms are in the lock alone. */
function matchesLock() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const there = packagesOf(installed);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, link }]) => path === '' || there[path]?.version === version || ((optional || link) && there[path] === undefined),
  );
}

function npm(args, env, cwd) {
  try {
    execFileSync('npm', args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
  } catch {
    console.error(`npm ${args[0]} failed; what it said is above.`);
    process.exit(1);
  }
}
