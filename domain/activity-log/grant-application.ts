import type { EntityManager } from '@mikro-orm/postgresql';

/** Tables of the audit trail: their rows are written by functions that run as the owner. */
const trail = 'activity_log, activity_chain';

/**
 * Lets the application's role work with every table as they are now, except that of the audit trail it may only read:
 * no statement of a running process can change, remove or forge a row. Run as the owner; throws when there is no such role.
 */
export async function grantApplication(em: EntityManager, role: string): Promise<void> {
  const name = `"${role.replaceAll('"', '""')}"`;
  await em.transactional(async (tx) => {
    await tx.execute(`grant usage on schema public to ${name}`);
    await tx.execute(`grant select, insert, update, delete on all tables in schema public to ${name}`);
    await tx.execute(`grant usage, select, update on all sequences in schema public to ${name}`);
    await tx.execute(`revoke insert, update, delete, truncate on ${trail} from ${name}`);
  });
}
