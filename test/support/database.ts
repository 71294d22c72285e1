import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { inject } from 'vitest';
import { installAudit } from '../../domain/activity-log/install-audit.ts';
import { initOrm } from '../../domain/orm.ts';
import './provided.ts';

/** A database of one test file's own, empty but for the schema. */
export interface TestDatabase {
  url: string;
  orm: MikroORM;
  close(): Promise<void>;
}

/** Makes a fresh database with the current schema, copied from a template that is migrated once per version of the migrations. */
export async function createTestDatabase(pool: { min: number; max: number } = { min: 0, max: 10 }): Promise<TestDatabase> {
  const template = await migratedTemplate();
  const name = `lw_test_${randomUUID().replaceAll('-', '')}`;
  await onServer((client) => client.query(`create database "${name}" template "${template}"`));
  const url = databaseUrl(name);
  const orm = await initOrm({ clientUrl: url, pool });
  return {
    url,
    orm,
    async close() {
      await orm.close();
      await onServer((client) => client.query(`drop database "${name}" with (force)`));
    },
  };
}

async function migratedTemplate(): Promise<string> {
  const name = `lw_template_${migrationsDigest()}`;
  await onServer(async (client) => {
    await client.query(`select pg_advisory_lock(hashtextextended($1, 0))`, [name]);
    const { rowCount } = await client.query('select from pg_database where datname = $1 and datistemplate', [name]);
    if (rowCount !== 0) return;
    // Without the template mark it is what an interrupted run left half made.
    await client.query(`drop database if exists "${name}" with (force)`);
    await client.query(`create database "${name}"`);
    await migrate(databaseUrl(name));
    await client.query(`alter database "${name}" is_template true`);
  });
  return name;
}

async function migrate(clientUrl: string): Promise<void> {
  const orm = await initOrm({ clientUrl, logger: () => undefined });
  try {
    await orm.migrator.up();
    await installAudit(orm);
  } finally {
    await orm.close(true);
  }
}

const migrationsFolder = new URL('../../domain/migrations/', import.meta.url);

function migrationsDigest(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(migrationsFolder).sort()) hash.update(file).update(readFileSync(new URL(file, migrationsFolder)));
  for (const file of ['audited-tables.ts', 'install-audit.ts']) hash.update(readFileSync(new URL(`../activity-log/${file}`, migrationsFolder)));
  return hash.digest('hex').slice(0, 16);
}

/** Runs `work` on a connection to the server's own database, which also ends any lock it took. */
async function onServer(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl('postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(name: string): string {
  const url = new URL(inject('databaseUrl'));
  url.pathname = `/${name}`;
  return url.href;
}
