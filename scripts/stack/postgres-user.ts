import { chownSync } from 'node:fs';
import { tryCommand } from './try-command.ts';

const USER = 'postgres';

/** How PostgreSQL's programs are run: it refuses to be root, so root hands over to a user of its own. */
export interface PostgresUser {
  /** Goes in front of a command. */
  prefix: string[];
  /** Gives a file or folder to that user. */
  own: (path: string) => void;
}

/** Finds (or, as root, makes) the user PostgreSQL runs as; `mustReach` are programs and folders that it has to be able to enter. */
export async function postgresUser(mustReach: string[]): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { prefix: [], own: () => undefined };
  const [uid, gid] = [await idOf('-u'), await idOf('-g')];
  const prefix = ['setpriv', '--reuid', String(uid), '--regid', String(gid), '--clear-groups', '--pdeathsig', 'KILL'];
  const reached = await Promise.all(mustReach.map((path) => tryCommand(prefix[0]!, [...prefix.slice(1), 'test', '-x', path])));
  // Below a home such as /root no other user gets through; the one capability that opens folders replaces copying everything elsewhere.
  if (reached.includes(undefined)) prefix.push('--inh-caps', '+dac_override', '--ambient-caps', '+dac_override');
  return { prefix, own: (path) => chownSync(path, uid, gid) };
}

async function idOf(flag: '-u' | '-g'): Promise<number> {
  const known = await tryCommand('id', [flag, USER]);
  if (known !== undefined) return Number(known);
  await tryCommand('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', USER]);
  const made = await tryCommand('id', [flag, USER]);
  if (made === undefined)
    throw new Error(`PostgreSQL does not run as root, and the user "${USER}" could not be made. Start as another user, or set DATABASE_URL.`);
  return Number(made);
}
