import type { EntityManager } from '@mikro-orm/postgresql';
import { demandCustomer } from '../customers/demand-customer.ts';
import { DomainError, invalid } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { inScope } from '../identity/scope.ts';
import { Service } from '../services/service.entity.ts';

/** Who has an item. */
export interface ItemOwner {
  customer_id: number | null;
  service_id: number | null;
}

/** Who has the item after a change: no customer means no service either, a service brings its customer. Throws by field when one does not exist for the principal or they do not belong together. */
export async function nextOwner(
  em: EntityManager,
  principal: Principal,
  before: ItemOwner,
  input: { customer_id?: number | null | undefined; service_id?: number | null | undefined },
): Promise<ItemOwner> {
  const { customer_id = before.customer_id, service_id } = input;
  if (input.customer_id) await demandCustomer(em, principal, input.customer_id);
  if (!service_id)
    return { customer_id, service_id: customer_id === null || service_id === null ? null : customer_id === before.customer_id ? before.service_id : null };
  const service = await em.findOne(Service, { service_id }, { fields: ['customer_id'] });
  if (service === null || !inScope(principal, service.customer_id))
    throw new DomainError('not_found', `Service ${service_id} not found.`, { field: 'service_id' });
  if (input.customer_id !== undefined && input.customer_id !== service.customer_id)
    throw invalid('service_id', `Service ${service_id} is not of customer ${input.customer_id}.`);
  return { customer_id: service.customer_id, service_id };
}
