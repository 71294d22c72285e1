import { type Ctx, change } from '../context.ts';
import { notFound, precondition } from '../errors.ts';
import { findService } from './find-service.ts';
import { serviceJson, type ServiceJson } from './service-columns.ts';

/**
 * Removes a service and answers what it was. A play removes what its job made or works on; for people the service has to
 * be inactive, because deprovisioning is what gives back its stock and closes its account. Throws `precondition` otherwise.
 */
export async function deleteService(ctx: Ctx, serviceId: number): Promise<ServiceJson> {
  const { play } = ctx.principal;
  return change(ctx, async (em) => {
    const service = await findService({ em, principal: ctx.principal }, serviceId);
    if (play === undefined && service.service_status !== 'Inactive')
      throw precondition(`“${service.service_name}” is ${service.service_status.toLowerCase()}; deprovision it before deleting it.`, 'service_status');
    if (play !== undefined && service.provision_id !== play.provisionId) {
      const [job] = await em.execute<object[]>('select from provision where provision_id = ? and service_id = ?', [play.provisionId, serviceId]);
      if (job === undefined) throw notFound('Service', serviceId);
    }
    const shown = serviceJson(ctx.principal, service);
    // A job that takes away what it made has none any more; one that works on it keeps the number for its history.
    if (play !== undefined && service.provision_id === play.provisionId) {
      await em.execute('update provision set service_id = null where provision_id = ? and service_id = ?', [play.provisionId, serviceId]);
    }
    await em.remove(service).flush();
    return shown;
  });
}
