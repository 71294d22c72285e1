import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { prepareRunDirectory } from '../../activities/adapters/ansible/run-directory.ts';
import { signToken } from '../../domain/identity/access-token.ts';
import { environmentForPlays, settingsForPlays } from '../../domain/provisioning/play-settings.ts';
import { databaseUrl } from '../../domain/settings/load-config.ts';
import { elapsedMs } from './measure.ts';
import type { World } from './world.ts';

/** A play of the system laid out for `ansible-playbook` itself. */
export interface PlainPlay {
  world: World;
  play: string;
  runDirectory: string;
}

export async function preparePlainPlay(world: World, play: string): Promise<PlainPlay> {
  return { world, play, runDirectory: join(await mkdtemp(join(tmpdir(), 'linewright-plain-')), 'run') };
}

/** Wall-clock milliseconds of `ansible-playbook` doing a job's work from a shell: same play, same API, same kind of token. */
export async function plainPlayMs({ world, play, runDirectory }: PlainPlay): Promise<number> {
  const config = await world.config();
  const job = await insertJob(databaseUrl(config), play);
  const { playFile } = await prepareRunDirectory({
    runDirectory,
    play,
    action: 'provision',
    variables: { ...job, access_token: await signToken(config.jwt_secret, { kind: 'play', provisionId: job.provision_id, attempt: 1 }) },
    config: settingsForPlays(config),
    addresses: { crmBaseUrl: config.crm.base_url, mailjetBaseUrl: config.mailjet.base_url },
  });
  const { ansible_playbook: ansible, python } = config.provisioning;
  if (ansible === undefined) throw new Error('the settings name no ansible-playbook');
  const env = { ...process.env, ...environmentForPlays(config), ...(python === undefined ? {} : { ANSIBLE_PYTHON_INTERPRETER: python }) };
  return elapsedMs(async () => {
    const child = spawn(ansible, ['-i', 'localhost,', '-c', 'local', '-e', '@vars.json', playFile], {
      cwd: runDirectory,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`ansible-playbook ended with ${code}:\n${Buffer.concat(said).toString()}`);
  });
}

interface PlainJob {
  provision_id: number;
  customer_id: number;
  product_id: number;
  uuid: string;
}

/** The row of a job that nobody works on but the play itself, so that the API takes its writes. */
async function insertJob(url: string, play: string): Promise<PlainJob> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const uuid = randomUUID();
  const { rows } = await client.query<PlainJob>(
    `insert into provision (customer_id, product_id, uuid, workflow_id, attempt, provisioning_status, phase)
     select (select max(customer_id) from customer), product_id, $1, $2, 1, 1, 'running' from product where provisioning_play = $3 limit 1
     returning provision_id, customer_id, product_id, uuid`,
    [uuid, `bench-${uuid}`, play],
  );
  await client.end();
  const [job] = rows;
  if (job === undefined) throw new Error(`no product is provisioned by ${play}`);
  return job;
}
