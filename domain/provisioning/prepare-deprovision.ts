import type { Ctx } from '../context.ts';
import { conflict, notFound, precondition } from '../errors.ts';
import { demandScope } from '../identity/scope.ts';
import type { OrderDraft } from './job-order.ts';
import { storedVariables } from './order-variables.ts';

interface ServiceRow {
  service_id: number;
  service_name: string;
  service_status: string;
  customer_id: number;
  product_id: number | null;
  play: string | null;
  provisioning_json_vars: string | null;
  deprovisioning_json_vars: string | null;
}

/**
 * Draws up the job that ends a service: its deprovisioning play, else the clean-up of the play that made it (chapters 18
 * and 30). Throws `not_found`, `precondition` for a service that has ended, `conflict` while another job works on it.
 */
export async function prepareDeprovision({ em, principal }: Ctx, serviceId: number): Promise<OrderDraft & { label: string }> {
  const [service] = await em.execute<ServiceRow[]>(
    `select s.service_id, s.service_name, s.service_status, s.customer_id, s.product_id, s.provisioning_json_vars, s.deprovisioning_json_vars,
            coalesce(nullif(s.deprovisioning_play, ''), nullif(s.provisioning_play, ''), p.provisioning_play, d.provisioning_play) as play
       from service s left join provision p on p.provision_id = s.provision_id left join product d on d.product_id = s.product_id
      where s.service_id = ?`,
    [serviceId],
  );
  if (service === undefined) throw notFound('Service', serviceId);
  demandScope(principal, service.customer_id, 'Service', serviceId);
  if (service.service_status === 'Inactive') throw precondition('The service has ended already.', 'service_id');
  const [other] = await em.execute<{ provision_id: number }[]>('select provision_id from provision where service_id = ? and provisioning_status = 1 limit 1', [
    serviceId,
  ]);
  if (other !== undefined) throw conflict(`Job ${other.provision_id} is still working on this service.`, 'service_id');
  const product = {
    ...storedVariables(service.provisioning_json_vars, 'provisioning_json_vars'),
    ...storedVariables(service.deprovisioning_json_vars, 'deprovisioning_json_vars'),
  };
  return {
    action: 'deprovision',
    customerId: service.customer_id,
    productId: service.product_id,
    serviceId,
    play: service.play,
    payload: { product, request: {}, stock: [] },
    label: `End service ${serviceId} of customer ${service.customer_id}`,
  };
}
