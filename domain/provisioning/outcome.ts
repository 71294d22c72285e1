import type { EntityManager } from '@mikro-orm/postgresql';

/** Something that carries a job's number; `id` is a number, or an account's name. */
export interface Trace {
  kind: 'service' | 'transaction' | 'inventory' | 'charging_account';
  id: number | string;
  label: string;
}

/** Everything in the CRM that carries the job's number: what it made, or what is left of it. */
export async function crmTraces(em: EntityManager, provisionId: number): Promise<Trace[]> {
  return em.execute<Trace[]>(
    `select 'service' as kind, to_json(service_id) as id, service_name || ' (' || service_status || ')' as label from service where provision_id = ?
     union all select 'transaction', to_json(transaction_id), title || ' ' || retail_cost from customer_transaction where provision_id = ? and not void
     union all select 'inventory', to_json(inventory_id), item || ' ' || coalesce(itemtext1, '') || ' (' || item_state || ')' from inventory where ? in (reserved_provision_id, assigned_provision_id)`,
    [provisionId, provisionId, provisionId],
  );
}
