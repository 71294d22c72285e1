import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type Options, defineConfig } from '@mikro-orm/postgresql';
import { fileURLToPath } from 'node:url';
import { sendAuthors } from './activity-log/author-of-transactions.ts';
import { entities } from './entities.ts';

/** Opens the database (PostgreSQL URL in `clientUrl`); used alike by the API, the worker, scripts and tests. */
export async function initOrm(overrides: Partial<Options> & { clientUrl: string }): Promise<MikroORM> {
  return MikroORM.init(ormOptions(overrides));
}

/** Options shared by every process; the caller gives the address. */
export function ormOptions(overrides: Partial<Options>): Options {
  return defineConfig({
    entities,
    extensions: [Migrator],
    migrations: { path: fileURLToPath(new URL('./migrations', import.meta.url)), glob: '*.ts', transactional: true, snapshot: false },
    onCreateConnection: sendAuthors,
    forceUtcTimezone: true,
    pool: { min: 0, max: 10 },
    ...overrides,
  });
}
