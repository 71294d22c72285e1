import type { EntityManager } from '@mikro-orm/postgresql';
import type { Condition } from '../find-page.ts';
import type { Principal } from '../identity/principal.ts';

/** Which items exist for the principal: a tenant's own; a play's customer's, and those its job holds or took. */
export function itemScope({ customerId, play }: Principal): Condition[] {
  if (customerId === null) return [];
  if (play === undefined) return [{ sql: 'i.customer_id = ?', params: [customerId] }];
  return [{ sql: 'i.customer_id = ? or i.reserved_provision_id = ? or i.assigned_provision_id = ?', params: [customerId, play.provisionId, play.provisionId] }];
}

/** Items that a job holds, took, or gave to a service that it made. */
const taken = (provisionId: number): Condition => ({
  sql: 'i.reserved_provision_id = ? or i.assigned_provision_id = ? or i.service_id in (select s.service_id from service s where s.provision_id = ?)',
  params: [provisionId, provisionId, provisionId],
});

/** Items of the service that a job works on, also those that were given to the customer without naming the service. */
const ofTarget = (provisionId: number, actions: string): Condition => ({
  sql: `exists (select from provision p join service s on s.service_id = p.service_id
                 where p.provision_id = ? and p.action in (${actions})
                   and (i.service_id = s.service_id or (i.service_id is null and i.assigned_provision_id = s.provision_id)))`,
  params: [provisionId],
});

const either = (a: Condition, b: Condition): Condition => ({ sql: `${a.sql} or ${b.sql}`, params: [...(a.params ?? []), ...(b.params ?? [])] });

/**
 * What a play gets when it lists its customer's items. Plays of the original return the whole list to the pool when they
 * roll back (chapter 18), so it holds only what is the job's own: another service's SIM must not be lost that way.
 */
export const playItems = (provisionId: number): Condition => either(taken(provisionId), ofTarget(provisionId, `'deprovision', 'suspend', 'resume'`));

/** True when a play may give the item to somebody or take it back. */
export async function playOwns(em: EntityManager, provisionId: number, inventoryId: number): Promise<boolean> {
  const { sql, params = [] } = either(taken(provisionId), ofTarget(provisionId, `'provision', 'deprovision', 'suspend', 'resume'`));
  const [row] = await em.execute<object[]>(`select from inventory i where i.inventory_id = ? and (${sql})`, [inventoryId, ...params]);
  return row !== undefined;
}
