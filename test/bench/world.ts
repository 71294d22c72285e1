import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { stringify } from 'yaml';
import { initOrm } from '../../domain/orm.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import { loadConfig } from '../../domain/settings/load-config.ts';
import { embeddedDatabaseUrl } from '../../scripts/stack/effective-settings.ts';
import { prepareDatabase } from '../../scripts/stack/prepare-database.ts';
import { keptSecrets } from '../../scripts/stack/secrets.ts';
import { basePorts, stackSettings } from '../../scripts/stack/settings.ts';
import { startSystem, type System } from '../support/system.ts';
import type { BenchRow } from './measure.ts';

/** What every `*.bench.ts` exports as `bench`. */
export interface Bench {
  title: string;
  run(world: World): Promise<BenchRow[]>;
}

/** A database with the current schema and the seeded roles. */
export interface BenchDatabase {
  url: string;
  orm: MikroORM;
}

/** The parts that benches measure, started when the first one asks and ended together. */
export class World {
  private readonly ends: (() => Promise<unknown>)[] = [];
  private warm: Promise<System> | undefined;
  private stock: Promise<System> | undefined;

  /** The whole system with demo data and the settings everybody starts with. */
  system(): Promise<System> {
    return (this.warm ??= this.start('warm'));
  }

  /** A second whole system, whose plays are run by plain `ansible-playbook`. */
  stockRunnerSystem(): Promise<System> {
    return (this.stock ??= this.start('stock'));
  }

  /** Settings that the system's processes run with. */
  async config(): Promise<Config> {
    return loadConfig({ path: join((await this.system()).dataDir, 'crm_config.yaml'), env: {} });
  }

  /** A database of the bench's own on the system's server. */
  async database(): Promise<BenchDatabase> {
    const system = await this.system();
    const settings = stackSettings({ DATA_DIR: system.dataDir, PORT_OFFSET: String(system.port('web') - basePorts.web) });
    const server = embeddedDatabaseUrl(settings, keptSecrets(system.dataDir));
    const name = `bench_${randomUUID().replaceAll('-', '')}`;
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    const url = new URL(server);
    url.pathname = `/${name}`;
    await prepareDatabase(url.href);
    const orm = await initOrm({ clientUrl: url.href });
    this.ends.push(() => orm.close());
    return { url: url.href, orm };
  }

  /** Something to end with the rest, last begun first ended. */
  onEnd(end: () => Promise<unknown>): void {
    this.ends.push(end);
  }

  async end(): Promise<void> {
    for (const end of this.ends.toReversed()) await end();
  }

  private async start(runner: 'warm' | 'stock'): Promise<System> {
    const folder = mkdtempSync(join(tmpdir(), 'linewright-bench-'));
    this.ends.push(async () => rmSync(folder, { recursive: true }));
    const settings = join(folder, 'crm_config.yaml');
    // Requests are counted as ever, but nobody is turned away.
    const limits = Object.fromEntries(['user', 'program', 'stranger'].map((who) => [`${who}_per_minute`, 1_000_000]));
    writeFileSync(settings, stringify({ provisioning: { runner }, rate_limits: limits }));
    const system = await startSystem({ env: { CRM_CONFIG: settings } });
    this.ends.push(() => system.stop());
    return system;
  }
}
