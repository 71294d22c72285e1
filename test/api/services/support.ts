import { createTestApi, type TestApi } from '../../support/api.ts';
import { insert } from '../../support/seed.ts';

/** An API with two customers and a product whose services take its values. */
export interface ServicesApi {
  api: TestApi;
  customerId: number;
  otherId: number;
  productId: number;
}

/** Builds it on a database of its own. */
export async function openServices(): Promise<ServicesApi> {
  const api = await createTestApi();
  const em = api.em();
  const customerId = await insert(em, 'customer', { customer_name: 'Jane Roe' });
  const otherId = await insert(em, 'customer', { customer_name: 'John Poe' });
  const productId = await insert(em, 'product', {
    product_name: 'Prepaid 20GB',
    product_slug: 'p20',
    service_type: 'mobile',
    icon: 'fa-solid fa-sim-card',
    retail_cost: '15',
    wholesale_cost: '5',
    contract_days: 30,
    provisioning_play: 'play_local_mobile_sim',
    provisioning_json_vars: '{"days":30}',
  });
  return { api, customerId, otherId, productId };
}

let serial = 0;
/** A new service_uuid, as the plays make them. */
export const uuid = (): string => `Local_Mobile_SIM_${(serial += 1)}`;
export const path = (service: { service_id: number }): string => `/crm/service/service_id/${service.service_id}`;
