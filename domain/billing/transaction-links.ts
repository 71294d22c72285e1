import type { EntityManager } from '@mikro-orm/postgresql';
import { Product } from '../catalog/product.entity.ts';
import { Site } from '../customers/site.entity.ts';
import { DomainError } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import { Service } from '../services/service.entity.ts';

/** What a transaction is about. */
export interface TransactionLinks {
  service_id?: number | null | undefined;
  site_id?: number | null | undefined;
  product_id?: number | null | undefined;
}

/** What follows from the links: the product charged for, and the tax it carries. */
export interface Linked {
  product_id: number | null;
  tax_percentage: string;
}

/**
 * Checks that service, site and product are the customer's, and finds the product charged for: the one named, else the
 * service's, else the one a play's job delivers. Its tax applies unless the service is not taxable. Throws `not_found` by field.
 */
export async function linked(em: EntityManager, principal: Principal, customerId: number, links: TransactionLinks): Promise<Linked> {
  const { service_id, site_id } = links;
  const service = service_id ? await em.findOne(Service, { service_id, customer_id: customerId }, { fields: ['product_id', 'service_taxable'] }) : undefined;
  if (service === null) throw missing('service_id', `Customer ${customerId} has no service ${service_id}.`);
  if (site_id && (await em.count(Site, { site_id, customer_id: customerId })) === 0) throw missing('site_id', `Customer ${customerId} has no site ${site_id}.`);
  const productId = links.product_id ?? service?.product_id ?? (await productOfJob(em, principal));
  const product = productId ? await em.findOne(Product, { product_id: productId }, { fields: ['tax_percentage'] }) : undefined;
  if (product === null && links.product_id) throw missing('product_id', `Product ${productId} not found.`);
  return { product_id: product ? (productId ?? null) : null, tax_percentage: service?.service_taxable === false ? '0' : (product?.tax_percentage ?? '0') };
}

const missing = (field: string, message: string): DomainError => new DomainError('not_found', message, { field });

async function productOfJob(em: EntityManager, { play }: Principal): Promise<number | null> {
  if (play === undefined) return null;
  const [job] = await em.execute<{ product_id: number | null }[]>('select product_id from provision where provision_id = ?', [play.provisionId]);
  return job?.product_id ?? null;
}
