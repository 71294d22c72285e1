import { createServer } from 'node:net';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { embeddedDatabaseUrl } from '../../scripts/stack/effective-settings.ts';
import { withClient } from '../../scripts/stack/postgres.ts';
import { keptSecrets } from '../../scripts/stack/secrets.ts';
import { processesOf } from '../support/processes-of.ts';
import { type StartOptions, StartProcess, freshDataDir } from '../support/start-process.ts';

const systems: StartProcess[] = [];

async function start(options: StartOptions = {}): Promise<StartProcess> {
  const system = await StartProcess.begin(options);
  systems.push(system);
  await system.says('Linewright is running');
  return system;
}

afterEach(async () => {
  // Two of them may share a data directory, so all end before anything is removed.
  const started = systems.splice(0);
  for (const system of started) await system.end();
  for (const system of started) await system.remove();
});

function query<T>({ settings }: StartProcess, sql: string): Promise<T[]> {
  return withClient(embeddedDatabaseUrl(settings, keptSecrets(settings.dataDir)), async (client) => (await client.query(sql)).rows as T[]);
}

describe('the start script', () => {
  it('leaves no process after SIGTERM', async () => {
    const system = await start();
    expect(processesOf(system.settings.dataDir).length).toBeGreaterThan(8);

    expect(await system.end('SIGTERM')).toEqual({ code: 143, signal: null });

    expect(processesOf(system.settings.dataDir)).toEqual([]);
  });

  it('leaves no process when nobody reads any more what it has to say', async () => {
    const system = await start();
    const { api } = system.pids();
    for (const output of [system.child.stdout, system.child.stderr]) output?.destroy();
    process.kill(api!, 'SIGKILL');
    await expect.poll(() => system.pids()['api'], { timeout: 20_000 }).not.toBe(api);

    expect(await system.end('SIGTERM')).toEqual({ code: 143, signal: null });

    expect(processesOf(system.settings.dataDir)).toEqual([]);
  });

  it('leaves no process after kill -9, and starts again on the same data', async () => {
    const system = await start();
    await query(system, `create table survivor as select 'written before the kill' as note`);

    await system.end('SIGKILL');
    await system.isGone();

    const again = await start({ dataDir: system.settings.dataDir, portOffset: system.settings.portOffset });
    expect(await query(again, 'select note from survivor')).toEqual([{ note: 'written before the kill' }]);
  });

  it('starts again at once while the killed one is still stopping', async () => {
    const system = await start();
    await system.end('SIGKILL');

    const again = await start({ dataDir: system.settings.dataDir, portOffset: system.settings.portOffset });
    expect(await query(again, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('ends when npm is killed, which cannot pass the signal on', async () => {
    const system = await start({ command: ['npm', 'start', '--'] });

    await system.end('SIGKILL');

    await expect(system.isGone()).resolves.toBeUndefined();
  });

  it('ends everything when its guardian is killed', async () => {
    const system = await start();
    const guardian = processesOf(system.settings.dataDir).find(({ command }) => command.includes('guardian.py'));
    const exited = once(system.child, 'exit');

    process.kill(guardian!.pid, 'SIGKILL');

    expect((await exited)[0]).toBe(1);
    await system.isGone();
  });

  it('brings back a part that was killed, and says so', async () => {
    const system = await start();
    const before = system.pids();

    for (const part of ['api', 'postgres', 'cgrates']) process.kill(before[part]!, 'SIGKILL');
    for (const part of ['api', 'postgres', 'cgrates']) await system.says(`${part} is back`);

    expect(system.pids()['api']).not.toBe(before['api']);
    expect(await query(system, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('keeps secrets, settings and addresses readable by their owner alone', async () => {
    const { settings } = await start({ demo: true });
    for (const file of ['secrets.json', 'crm_config.yaml', 'demo.json']) expect(statSync(join(settings.dataDir, file)).mode & 0o777).toBe(0o600);
  });
});

describe('a start that cannot be', () => {
  async function refused(options: StartOptions): Promise<StartProcess> {
    const system = await StartProcess.begin(options);
    systems.push(system);
    const [code] = (await once(system.child, 'exit')) as [number];
    expect(code).toBe(1);
    return system;
  }

  it('names the busy port, what it is for and the setting that moves it', async () => {
    const dataDir = freshDataDir();
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as { port: number };

    const system = await refused({ dataDir, portOffset: port - 5000 });
    blocker.close();

    expect(system.output).toContain(`port ${port} for the API is in use`);
    expect(system.output).toContain('PORT_OFFSET');
    expect(processesOf(dataDir)).toEqual([]);
  });

  it('lists every fault of crm_config.yaml by its key', async () => {
    const dataDir = freshDataDir();
    const file = join(dataDir, 'own.yaml');
    writeFileSync(file, 'ocs: {cgrates: nonsense}\njwt_secret: short\nservice_types: []\n');

    const { output } = await refused({ dataDir, env: { CRM_CONFIG: file } });

    for (const key of ['ocs.cgrates', 'jwt_secret', 'service_types']) expect(output).toContain(`- ${key}: `);
    expect(existsSync(join(dataDir, 'postgres-18'))).toBe(false);
    expect(processesOf(dataDir)).toEqual([]);
  });

  it('is refused a data directory that is in use', async () => {
    const running = await start();

    const { output } = await refused({ dataDir: running.settings.dataDir });
    systems.pop();

    expect(output).toContain('Another copy is running');
    expect(running.child.exitCode).toBeNull();
  });

  it('recovers from the files of a power cut', async () => {
    const system = await start();
    await system.end('SIGTERM');
    const { dataDir, portOffset } = system.settings;
    // A process id that is alive and not PostgreSQL's, as after a reboot.
    writeFileSync(join(dataDir, 'postgres-18/postmaster.pid'), `${process.pid}\n${join(dataDir, 'postgres-18')}\n`);
    writeFileSync(join(dataDir, 'stack.lock'), 'running');

    const again = await start({ dataDir, portOffset });

    expect(readFileSync(join(dataDir, 'postgres-18/postmaster.pid'), 'utf8')).toContain(String(again.pids()['postgres']));
  });
});
