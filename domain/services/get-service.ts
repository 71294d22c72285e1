import type { EntityManager } from '@mikro-orm/postgresql';
import { acceptedTermsOfService } from '../catalog/terms-acceptance.ts';
import { type AccountSnapshot, type ChargingEngine, readAccount } from '../charging/charging-engine.ts';
import { presentAccount } from '../charging/present-account.ts';
import type { Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import { isTenant } from '../identity/scope.ts';
import { findService, serviceScope } from './find-service.ts';
import { type ChargedAccountJson, type ChargedServiceJson, serviceJson } from './service-columns.ts';
import { Service, type ServiceEntity } from './service.entity.ts';

/** What is needed to show the charging side of a service. */
export interface ServiceCharging {
  engine: ChargingEngine;
  /** BCP 47, e.g. en-GB. */
  locale: string;
  /** ISO 4217, e.g. GBP. */
  currency: string;
}

/** A service with its balances and plans from the charging system, or with what was seen last when that one is down (SVC-2). */
export async function getService(ctx: Ctx, serviceId: number, charging: ServiceCharging): Promise<ChargedServiceJson> {
  return charged(ctx, await findService(ctx, serviceId), charging);
}

/** The same for a service named by its account in the charging system. */
export async function getServiceByUuid(ctx: Ctx, serviceUuid: string, charging: ServiceCharging): Promise<ChargedServiceJson> {
  const service = await ctx.em.findOne(Service, { service_uuid: serviceUuid, ...serviceScope(ctx.principal) });
  if (service === null) throw notFound('Service', serviceUuid);
  return charged(ctx, service, charging);
}

async function charged({ em, principal }: Ctx, service: ServiceEntity, charging: ServiceCharging): Promise<ChargedServiceJson> {
  const shown = {
    ...serviceJson(principal, service),
    product_name: await productName(em, service),
    accepted_terms: await acceptedTermsOfService({ em, principal }, service),
  };
  if (isTenant(principal) && !service.service_usage_visible_to_customer) return shown;
  return { ...shown, cgrates: await account(em, service, charging) };
}

async function productName(em: EntityManager, { product_id }: ServiceEntity): Promise<string | null> {
  const [row] = await em.execute<{ product_name: string }[]>('select product_name from product where product_id = ?', [product_id]);
  return row?.product_name ?? null;
}

async function account(em: EntityManager, service: ServiceEntity, { engine, locale, currency }: ServiceCharging): Promise<ChargedAccountJson> {
  const format = { locale, currency, now: new Date() };
  const fresh = await readAccount(engine, service.service_uuid);
  if (fresh !== undefined) {
    await keep(em, service.service_id, fresh);
    return { ...presentAccount(fresh, format), stale: false, as_of: format.now.toISOString() };
  }
  const { snapshot, at } = await lastSeen(em, service.service_id);
  return { ...presentAccount(snapshot, format), stale: true, as_of: at };
}

/** Remembers what was seen; an unchanged account is written once a minute at most, because pages that are watched ask often. */
async function keep(em: EntityManager, serviceId: number, snapshot: AccountSnapshot): Promise<void> {
  const json = JSON.stringify(snapshot);
  await em.execute(
    `update service set ocs_snapshot = ?::jsonb, ocs_snapshot_at = now()
      where service_id = ? and (ocs_snapshot is distinct from ?::jsonb or ocs_snapshot_at < now() - interval '1 minute')`,
    [json, serviceId, json],
  );
}

async function lastSeen(em: EntityManager, serviceId: number): Promise<{ snapshot: AccountSnapshot; at: string | null }> {
  const [row] = await em.execute<{ ocs_snapshot: AccountSnapshot | null; ocs_snapshot_at: string | null }[]>(
    'select ocs_snapshot, ocs_snapshot_at from service where service_id = ?',
    [serviceId],
  );
  const snapshot = row?.ocs_snapshot ?? { balances: {}, plans: [], disabled: false };
  return { snapshot, at: row?.ocs_snapshot_at ? new Date(row.ocs_snapshot_at).toISOString() : null };
}
