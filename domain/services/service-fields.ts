import type { EntityManager } from '@mikro-orm/postgresql';
import { Site } from '../customers/site.entity.ts';
import { invalid } from '../errors.ts';
import type { Principal } from '../identity/principal.ts';
import type { ServiceStatus } from './service-rules.ts';

/** What may be changed of a service (chapter 17); amounts are decimal strings. */
export interface ServiceFields {
  service_name?: string | undefined;
  service_type?: string | null | undefined;
  service_status?: ServiceStatus | undefined;
  service_notes?: string | null | undefined;
  retail_cost?: string | undefined;
  wholesale_cost?: string | undefined;
  service_billed?: boolean | undefined;
  service_taxable?: boolean | undefined;
  service_visible_to_customer?: boolean | undefined;
  service_usage_visible_to_customer?: boolean | undefined;
  service_active_date?: Date | null | undefined;
  service_deactivate_date?: Date | null | undefined;
  contract_end_date?: Date | null | undefined;
  icon?: string | null | undefined;
  promo_code?: string | null | undefined;
  site_id?: number | null | undefined;
}

/** The operator's settings that services must fit. */
export interface ServiceRules {
  serviceTypes: readonly string[];
}

/** Throws by field when a type is not one of the system's; a play may make services of any type, because stopping half-way for a word would be worse. */
export function demandKnownType(principal: Principal, type: string | null | undefined, { serviceTypes }: ServiceRules): void {
  if (!type || principal.play !== undefined || serviceTypes.includes(type)) return;
  throw invalid('service_type', `“${type}” is not a service type of this system; use ${serviceTypes.join(', ')}.`);
}

/** Throws by field when the site is not one of the customer's. */
export async function demandSiteOf(em: EntityManager, customerId: number, siteId: number | null | undefined): Promise<void> {
  if (!siteId) return;
  const count = await em.count(Site, { site_id: siteId, customer_id: customerId });
  if (count === 0) throw invalid('site_id', `Customer ${customerId} has no site ${siteId}.`);
}
