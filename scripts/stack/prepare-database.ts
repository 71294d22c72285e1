import { installAudit } from '../../domain/activity-log/install-audit.ts';
import { seedRoles } from '../../domain/identity/seed-roles.ts';
import { initOrm } from '../../domain/orm.ts';
import { withClient } from './postgres.ts';

/** Applies pending migrations and makes the seeded roles; a second caller waits for the first. */
export async function prepareDatabase(clientUrl: string): Promise<void> {
  await withClient(clientUrl, async (client) => {
    // Held by this connection only, so it goes when the process does.
    await client.query(`select pg_advisory_lock(hashtextextended('migrate', 0))`);
    const orm = await initOrm({ clientUrl, logger: () => undefined });
    try {
      await orm.migrator.up();
      await installAudit(orm);
      await seedRoles(orm.em.fork());
    } finally {
      await orm.close();
    }
  });
}
