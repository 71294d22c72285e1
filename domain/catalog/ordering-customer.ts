import type { EntityManager } from '@mikro-orm/postgresql';
import { demandCustomer } from '../customers/demand-customer.ts';
import type { Principal } from '../identity/principal.ts';
import { Service } from '../services/service.entity.ts';
import type { OrderingCustomer } from './eligibility.ts';

/** A customer as the eligibility rule sees it; throws `not_found` when it does not exist for the principal. */
export async function orderingCustomer(em: EntityManager, principal: Principal, customerId: number): Promise<OrderingCustomer> {
  const customer = await demandCustomer(em, principal, customerId);
  const services = await em.find(
    Service,
    { customer_id: customerId },
    { fields: ['service_id', 'service_name', 'service_type', 'service_status', 'product_id'] },
  );
  const { customer_account_type, customer_status, customer_enabled } = customer;
  return {
    customer_account_type,
    customer_status,
    customer_enabled,
    services: services.map(({ service_id, service_name, service_type, service_status, product_id }) => ({
      service_id,
      service_name,
      service_type: service_type ?? null,
      service_status,
      product_id: product_id ?? null,
    })),
  };
}
