import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withCacheLock } from './cache-lock.ts';
import { cgratesConfiguration } from './cgrates-configuration.ts';
import { ensurePythonPackages } from './python.ts';
import { writePrivately } from './secrets.ts';
import type { StackContext } from './stack-context.ts';
import { tryCommand } from './try-command.ts';

const VERSION = '0.10.4';
const GO_NEEDED = [1, 22];

/** Path of the CGRateS engine, built once from its pinned Go module and then kept in the cache. */
export async function ensureCgrates(context: StackContext): Promise<string> {
  const { settings, supervisor } = context;
  const executable = join(settings.cacheDir, `cgr-engine-${VERSION}`);
  if (existsSync(executable)) return executable;
  return withCacheLock(settings.cacheDir, 'cgrates', async () => {
    if (existsSync(executable)) return executable;
    const source = join(settings.cacheDir, 'cgrates-source');
    mkdirSync(source, { recursive: true });
    for (const file of ['go.mod', 'go.sum', 'tools.go']) copyFileSync(fileURLToPath(new URL(`cgrates/${file}`, import.meta.url)), join(source, file));
    context.note('building the engine, on the first start only (about a minute)');
    const go = (await goOnPath()) ?? join(await ensurePythonPackages(context, 'go'), 'go');
    const build = [go, 'build', '-trimpath', '-ldflags=-s -w', '-o', `${executable}.new`, 'github.com/cgrates/cgrates/cmd/cgr-engine'];
    // cgo would ask for a C compiler, which a bare machine has not.
    await supervisor.run('build-cgrates', build, { cwd: source, env: { GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' } });
    renameSync(`${executable}.new`, executable);
    return executable;
  });
}

/** Starts the engine on loopback, its data in Redis when there is one (else in memory), and returns its host:port. */
export async function startCgrates({ settings, supervisor, secrets }: StackContext, executable: string, hasRedis: boolean): Promise<string> {
  const directory = join(settings.dataDir, 'cgrates');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { cgratesHttp, cgratesJson, cgratesGob, redis } = settings.ports;
  const configuration = cgratesConfiguration({
    http: cgratesHttp,
    json: cgratesJson,
    gob: cgratesGob,
    ...(hasRedis ? { redis: { port: redis, password: secrets.redisPassword } } : {}),
  });
  writePrivately(join(directory, 'cgrates.json'), JSON.stringify(configuration, null, 2));
  const address = `127.0.0.1:${cgratesHttp}`;
  await supervisor.start({
    name: 'cgrates',
    argv: [executable, `-config_path=${directory}`, '-logger=*stdout'],
    stopRank: 2,
    ready: () => answersStatus(address),
  });
  return address;
}

/** Throws unless the engine answers `CoreSv1.Status`. */
export async function answersStatus(address: string): Promise<void> {
  const response = await fetch(`http://${address}/jsonrpc`, {
    method: 'POST',
    body: JSON.stringify({ id: 1, method: 'CoreSv1.Status', params: [{}] }),
    signal: AbortSignal.timeout(3000),
  });
  const answer = (await response.json()) as { error: string | null };
  if (answer.error) throw new Error(answer.error);
}

async function goOnPath(): Promise<string | undefined> {
  const version = /go(\d+)\.(\d+)/.exec((await tryCommand('go', ['version'])) ?? '');
  if (!version) return undefined;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major === GO_NEEDED[0] && minor >= GO_NEEDED[1]! ? 'go' : undefined;
}
