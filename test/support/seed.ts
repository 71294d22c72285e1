import type { EntityManager } from '@mikro-orm/postgresql';

/** Inserts rows past the API, for what a test needs but is not about; answers the new primary key. */
export async function insert(em: EntityManager, table: string, row: Record<string, unknown>): Promise<number> {
  const columns = Object.keys(row);
  const [made] = await em.execute<Record<string, number>[]>(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')}) returning *`,
    Object.values(row),
  );
  return Object.values(made ?? {})[0] ?? 0;
}

let serial = 0;

/** A running provisioning job of a customer. */
export async function insertProvision(em: EntityManager, customerId: number, fields: Record<string, unknown> = {}): Promise<number> {
  serial += 1;
  return insert(em, 'provision', { customer_id: customerId, uuid: crypto.randomUUID(), workflow_id: `provision-${serial}`, ...fields });
}

/** An active service of a customer. */
export const insertService = (em: EntityManager, customerId: number, fields: Record<string, unknown> = {}): Promise<number> =>
  insert(em, 'service', { customer_id: customerId, service_name: 'Service', service_uuid: crypto.randomUUID(), ...fields });
