import type { EntityManager } from '@mikro-orm/postgresql';

/**
 * Ends a service on record after its play has run: what the play did not do itself is done here (chapters 23 and 30). The
 * service is Inactive from now, its stock Used and nobody's. A service the play deleted is left deleted. May be repeated.
 */
export async function closeService(em: EntityManager, serviceId: number): Promise<{ service: boolean; items: number }> {
  return em.transactional(async (tx) => {
    const items = await tx.execute<object[]>(
      `update inventory set service_id = null, customer_id = null, assigned_provision_id = null, last_modified = now(),
          item_state = case when item_state = 'Assigned' then 'Used' else item_state end
        where service_id = ?
           or (service_id is null and assigned_provision_id = (select s.provision_id from service s where s.service_id = ?))
        returning inventory_id`,
      [serviceId, serviceId],
    );
    const closed = await tx.execute<object[]>(
      `update service set service_status = 'Inactive', service_billed = false, service_deactivate_date = coalesce(service_deactivate_date, now()), last_modified = now()
        where service_id = ? and service_status <> 'Inactive' returning service_id`,
      [serviceId],
    );
    return { service: closed.length > 0, items: items.length };
  });
}
