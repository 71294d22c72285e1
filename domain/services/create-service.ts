import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Product, type ProductEntity } from '../catalog/product.entity.ts';
import { costsOfJob } from '../catalog/promo-offer.ts';
import { type Ctx, change } from '../context.ts';
import { demandCustomer } from '../customers/demand-customer.ts';
import { demandNotArchived } from '../customers/demand-not-archived.ts';
import { conflict, DomainError, invalid } from '../errors.ts';
import { given } from '../given.ts';
import type { Principal } from '../identity/principal.ts';
import { serviceJson, type ServiceJson } from './service-columns.ts';
import { demandKnownType, demandSiteOf, type ServiceFields, type ServiceRules } from './service-fields.ts';
import { Service, type ServiceEntity } from './service.entity.ts';

/** A new service, as plays write it. */
export interface CreateServiceInput extends ServiceFields {
  customer_id: number;
  product_id?: number | null | undefined;
  service_uuid?: string | undefined;
  bundled_parent?: number | null | undefined;
  service_provisioned_date?: Date | null | undefined;
  provisioning_play?: string | null | undefined;
  provisioning_json_vars?: string | null | undefined;
  deprovisioning_play?: string | null | undefined;
  deprovisioning_json_vars?: string | null | undefined;
}

/**
 * Creates a service; what is not given comes from its product. The same service_uuid of the same customer again answers
 * the service that is there, so that a repeated task makes no second one. One made by a play carries its job's number.
 */
export async function createService(ctx: Ctx, input: CreateServiceInput, rules: ServiceRules): Promise<ServiceJson> {
  return change(ctx, async (em) => {
    await demandCustomer(em, ctx.principal, input.customer_id);
    await demandNotArchived(em, input.customer_id);
    const uuid = input.service_uuid ?? `${input.service_type ?? 'service'}_${randomUUID().slice(0, 8)}`;
    // Two requests with one uuid at once: the second waits here and finds what the first made.
    await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`service_uuid ${uuid}`]);
    const service = (await existing(em, uuid, input.customer_id)) ?? (await newService(em, ctx.principal, { ...input, service_uuid: uuid }, rules));
    await claim(em, ctx.principal, service);
    return serviceJson(ctx.principal, service);
  });
}

async function existing(em: EntityManager, uuid: string, customerId: number): Promise<ServiceEntity | undefined> {
  const service = await em.findOne(Service, { service_uuid: uuid });
  if (service === null) return undefined;
  if (service.customer_id !== customerId) throw conflict('This service_uuid is in use.', 'service_uuid');
  return service;
}

async function newService(
  em: EntityManager,
  principal: Principal,
  input: CreateServiceInput & { service_uuid: string },
  rules: ServiceRules,
): Promise<ServiceEntity> {
  const product = await productOf(em, input.product_id);
  const { customer_id, product_id, service_uuid, bundled_parent, ...fields } = input;
  demandKnownType(principal, fields.service_type, rules);
  await demandSiteOf(em, customer_id, fields.site_id);
  if (bundled_parent && (await em.count(Service, { service_id: bundled_parent, customer_id })) === 0)
    throw invalid('bundled_parent', `Customer ${customer_id} has no service ${bundled_parent}.`);
  const service = em.create(Service, {
    ...fromProduct(product, fields),
    ...(await asSold(em, principal, product)),
    ...given(fields),
    customer_id,
    product_id: product_id ?? null,
    service_uuid,
    bundled_parent: bundled_parent ?? null,
    provision_id: principal.play?.provisionId ?? null,
    service_name: fields.service_name ?? product?.product_name ?? service_uuid,
  });
  service.deprovisioning_play ??= service.provisioning_play ?? null;
  await em.flush();
  return service;
}

/** A service made by a job costs what its job was ordered for. */
async function asSold(em: EntityManager, { play }: Principal, product: ProductEntity | null): Promise<{ retail_cost?: string; promo_code?: string }> {
  const sold = play === undefined || product === null ? undefined : await costsOfJob(em, play.provisionId, product.product_id);
  return sold === undefined ? {} : { retail_cost: sold.retail_cost, promo_code: sold.code };
}

async function productOf(em: EntityManager, productId: number | null | undefined): Promise<ProductEntity | null> {
  if (!productId) return null;
  const product = await em.findOne(Product, { product_id: productId });
  if (product === null) throw new DomainError('not_found', `Product ${productId} not found.`, { field: 'product_id' });
  return product;
}

const dayMs = 24 * 60 * 60 * 1000;

/** What a service takes over from its product, and when it began. */
function fromProduct(product: ProductEntity | null, fields: Omit<ServiceFields, 'site_id'> & Pick<CreateServiceInput, 'service_provisioned_date'>) {
  const provisioned = fields.service_provisioned_date ?? new Date();
  const begun = fields.service_active_date ?? provisioned;
  return {
    service_provisioned_date: provisioned,
    service_active_date: begun,
    ...(product === null
      ? {}
      : {
          service_type: product.service_type ?? null,
          icon: product.icon ?? null,
          retail_cost: product.retail_cost,
          wholesale_cost: product.wholesale_cost,
          provisioning_play: product.provisioning_play ?? null,
          provisioning_json_vars: product.provisioning_json_vars ?? null,
          contract_end_date: product.contract_days > 0 ? new Date(begun.getTime() + product.contract_days * dayMs) : null,
        }),
  };
}

/** The job learns which service it made: the first one, when it makes several. */
async function claim(em: EntityManager, { play }: Principal, service: ServiceEntity): Promise<void> {
  if (play === undefined || service.provision_id !== play.provisionId) return;
  await em.execute('update provision set service_id = ?, last_modified = now() where provision_id = ? and service_id is null', [
    service.service_id,
    play.provisionId,
  ]);
}
