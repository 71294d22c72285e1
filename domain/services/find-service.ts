import type { Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { isTenant, ownScope } from '../identity/scope.ts';
import { Service, type ServiceEntity } from './service.entity.ts';

/** Which services exist for the principal: a customer’s own user sees its own, as far as they are shown to customers. */
export const serviceScope = (principal: Principal): { customer_id?: number; service_visible_to_customer?: true } => ({
  ...ownScope(principal),
  ...(isTenant(principal) ? { service_visible_to_customer: true } : {}),
});

/** The service itself; throws `not_found` when it does not exist for the caller. */
export async function findService({ em, principal }: Pick<Ctx, 'em' | 'principal'>, serviceId: number): Promise<ServiceEntity> {
  const service = await em.findOne(Service, { service_id: serviceId, ...serviceScope(principal) });
  if (service === null) throw notFound('Service', serviceId);
  return service;
}
