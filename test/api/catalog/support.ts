import { expect } from 'vitest';
import type { Fields } from '../../support/answer-fields.ts';
import { type Client, createTestApi, type TestApi } from '../../support/api.ts';
import { insertService } from '../../support/seed.ts';

/** An API with staff who keep the catalogue, and what tests of it make over and over. */
export interface CatalogApi {
  api: TestApi;
  staff: Client;
  /** Makes a product with a name and a slug of its own. */
  make(fields?: object): Promise<Fields>;
  /** Makes a customer and answers its number. */
  customer(fields?: object): Promise<number>;
  /** Gives a customer a service of a type, of a product or of none. */
  service(customerId: number, type: string, productId?: number | null): Promise<number>;
}

/** Builds it on a database of its own. */
export async function openCatalog(): Promise<CatalogApi> {
  const api = await createTestApi();
  const staff = await api.staff('view_product', 'create_product', 'update_product', 'delete_product', 'create_customer', 'view_customer');
  let counter = 0;
  return {
    api,
    staff,
    make: async (fields = {}) => {
      counter += 1;
      const { body, status } = await staff('PUT', '/crm/product/', { product_name: `Product ${counter}`, product_slug: `product-${counter}`, ...fields });
      expect(status).toBe(200);
      return body;
    },
    customer: async (fields = {}) => (await staff('PUT', '/crm/customer/', { customer_name: 'Buyer', ...fields })).body.customer_id,
    service: (customerId, type, productId = null) => insertService(api.em(), customerId, { product_id: productId, service_type: type }),
  };
}

export const slugs = (answer: { body: { product_slug: string }[] }): string[] => answer.body.map((product) => product.product_slug);
