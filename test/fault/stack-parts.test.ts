import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { Supervisor } from '../../scripts/stack/supervisor.ts';
import { findPython } from '../../scripts/stack/python.ts';
import { withClient } from '../../scripts/stack/postgres.ts';
import { stackSettings } from '../../scripts/stack/settings.ts';
import { withTemporal } from '../../scripts/stack/temporal-connection.ts';
import { processesOf } from '../support/processes-of.ts';
import { StartProcess, freshDataDir } from '../support/start-process.ts';

const started: StartProcess[] = [];

afterEach(async () => {
  for (const system of started.splice(0)) await system.remove();
});

async function start(env: Record<string, string> = {}): Promise<StartProcess> {
  const system = await StartProcess.begin({ env });
  started.push(system);
  await system.says('Linewright is running');
  return system;
}

async function charging(system: StartProcess, method: string, params: object): Promise<{ result: unknown; error: string | null }> {
  const response = await fetch(`http://127.0.0.1:${system.settings.ports.cgratesHttp}/jsonrpc`, {
    method: 'POST',
    body: JSON.stringify({ id: 1, method, params: [params] }),
  });
  return (await response.json()) as { result: unknown; error: string | null };
}

describe('the charging engine', () => {
  it('has every acknowledged balance after it and its store are killed', async () => {
    const system = await start();
    const account = { Tenant: 'example', Account: 'a1' };
    const added = await charging(system, 'APIerSv1.AddBalance', { ...account, BalanceType: '*data', Value: 1000, Balance: { ID: 'b1' }, Overwrite: true });
    expect(added.error).toBeNull();

    const { cgrates, redis } = system.pids();
    for (const pid of [cgrates!, redis!]) process.kill(pid, 'SIGKILL');
    for (const part of ['redis', 'cgrates']) await system.says(`${part} is back`);

    const { result } = await charging(system, 'APIerSv2.GetAccount', account);
    expect(result).toMatchObject({ BalanceMap: { '*data': [{ ID: 'b1', Value: 1000 }] } });
  });
});

describe('addresses of one’s own', () => {
  it('replace PostgreSQL and Temporal, which are given what they need', async () => {
    const name = `own_${randomUUID().replaceAll('-', '')}`;
    const database = new URL(inject('databaseUrl'));
    await withClient(database.href, (client) => client.query(`create database "${name}"`));
    database.pathname = `/${name}`;
    const temporal = { address: inject('temporalAddress'), namespace: 'default' };

    const system = await start({ DATABASE_URL: database.href, TEMPORAL_ADDRESS: temporal.address });

    expect(Object.keys(system.pids())).not.toEqual(expect.arrayContaining(['postgres']));
    expect(Object.keys(system.pids())).not.toEqual(expect.arrayContaining(['temporal']));
    const { rows } = await withClient(database.href, (client) => client.query('select count(*)::int as roles from role'));
    expect(rows[0].roles).toBeGreaterThan(0);
    const { customAttributes } = await withTemporal(temporal, ({ operatorService }) => operatorService.listSearchAttributes({ namespace: 'default' }));
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(['CustomerId', 'ProvisionId']));

    await system.end();
    await withClient(inject('databaseUrl'), (client) => client.query(`drop database "${name}" with (force)`));
  });
});

describe('the guardian', () => {
  it('ends what a part put into a session of its own', async () => {
    const settings = stackSettings({ ...process.env, DATA_DIR: freshDataDir(), PORT_OFFSET: '0' });
    const supervisor = await Supervisor.open(settings, await findPython());
    const hasRunaway = async (): Promise<void> => {
      if (!processesOf(settings.dataDir).some(({ command }) => command === 'sleep 1001')) throw new Error('not yet');
    };
    const env = { DATA_DIR: settings.dataDir };
    await supervisor.start({ name: 'part', argv: ['sh', '-c', 'setsid sleep 1001 & exec sleep 1000'], env, stopRank: 1, ready: hasRunaway });

    await supervisor.stopAll();

    expect(processesOf(settings.dataDir)).toEqual([]);
  });

  it('cuts the waiting for a part that ignores its signal', async () => {
    const settings = stackSettings({ ...process.env, DATA_DIR: freshDataDir(), PORT_OFFSET: '0' });
    const supervisor = await Supervisor.open(settings, await findPython());
    const argv = ['sh', '-c', "trap '' TERM; while :; do sleep 1; done"];
    await supervisor.start({ name: 'stubborn', argv, env: { DATA_DIR: settings.dataDir }, stopRank: 1, graceSeconds: 1, ready: async () => undefined });

    await supervisor.stopAll();

    expect(processesOf(settings.dataDir)).toEqual([]);
  });

  it('tells how a command failed, with the end of its log', async () => {
    const settings = stackSettings({ ...process.env, DATA_DIR: freshDataDir(), PORT_OFFSET: '0' });
    const supervisor = await Supervisor.open(settings, await findPython());
    try {
      await expect(supervisor.run('broken', ['sh', '-c', 'echo the reason; exit 7'])).rejects.toThrow(/broken failed \(code 7\)\nthe reason/);
      await expect(supervisor.run('missing', ['no-such-program'])).rejects.toThrow(/missing failed \(.*no-such-program/);
    } finally {
      await supervisor.stopAll();
    }
  });
});
