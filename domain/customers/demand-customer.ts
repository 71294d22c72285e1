import type { EntityManager } from '@mikro-orm/postgresql';
import { DomainError } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { inScope } from '../identity/scope.ts';
import { Customer, type CustomerEntity } from './customer.entity.ts';

/** The customer that a request's `customer_id` names; a missing one and another tenant's answer the same `not_found`. */
export async function demandCustomer(em: EntityManager, principal: Principal, customerId: number): Promise<CustomerEntity> {
  const customer = inScope(principal, customerId) ? await em.findOne(Customer, { customer_id: customerId }) : null;
  if (customer === null) throw new DomainError('not_found', `Customer ${customerId} not found.`, { field: 'customer_id' });
  return customer;
}
