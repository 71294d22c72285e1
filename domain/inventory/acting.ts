import type { EntityManager } from '@mikro-orm/postgresql';
import type { Principal } from '../identity/principal.ts';

/**
 * Tells the database who changes stock in this transaction, so that its history and its configurations' versions say so.
 * Call it inside the transaction, before the change; `restoredVersion` marks a configuration that is an earlier one again.
 */
export async function actingAs(em: EntityManager, principal: Principal, restoredVersion?: number): Promise<void> {
  const actor = {
    user_id: principal.userId,
    label: principal.impersonatorId === undefined ? principal.label : `${principal.label} (by user ${principal.impersonatorId})`,
    provision_id: principal.play?.provisionId,
    restored_version: restoredVersion,
  };
  await em.execute(`select set_config('linewright.actor', ?, true)`, [JSON.stringify(actor)]);
}
