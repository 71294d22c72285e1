import { grantApplication } from '../../domain/activity-log/grant-application.ts';
import { installAudit } from '../../domain/activity-log/install-audit.ts';
import { seedRoles } from '../../domain/identity/seed-roles.ts';
import { initOrm } from '../../domain/orm.ts';
import { withClient } from './postgres.ts';

/**
 * Applies pending migrations, puts audit triggers where they belong and makes the seeded roles, as the owner of the
 * tables; then gives the application's role, when it is another one, its rights. A second caller waits for the first.
 */
export async function prepareDatabase(clientUrl: string, applicationUrl = clientUrl): Promise<void> {
  await withClient(clientUrl, async (client) => {
    // Held by this connection only, so it goes when the process does.
    await client.query(`select pg_advisory_lock(hashtextextended('migrate', 0))`);
    const orm = await initOrm({ clientUrl, logger: () => undefined });
    try {
      await orm.migrator.up();
      await installAudit(orm);
      await seedRoles(orm.em.fork());
      const role = decodeURIComponent(new URL(applicationUrl).username);
      if (role !== decodeURIComponent(new URL(clientUrl).username)) await grantApplication(orm.em.fork(), role);
    } finally {
      await orm.close();
    }
  });
}
