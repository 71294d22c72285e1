import type { TermsAcceptance } from '../catalog/terms-acceptance.ts';
import type { AccountJson } from '../charging/present-account.ts';
import type { Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { recordJson, type RecordJson, without } from '../record.ts';
import { serviceStatuses } from './service-rules.ts';

/** What the contract shows of a service (chapter 17). */
export const serviceColumns = {
  service_id: 'int',
  customer_id: 'int',
  product_id: 'int?',
  site_id: 'int?',
  bundled_parent: 'int?',
  provision_id: 'int?',
  service_name: 'text',
  service_type: 'text?',
  service_uuid: 'text',
  service_status: serviceStatuses,
  icon: 'text?',
  service_provisioned_date: 'instant?',
  service_active_date: 'instant?',
  service_deactivate_date: 'instant?',
  contract_end_date: 'instant?',
  retail_cost: 'amount',
  wholesale_cost: 'amount?',
  service_billed: 'flag',
  service_taxable: 'flag',
  invoiced: 'flag',
  promo_code: 'text?',
  service_visible_to_customer: 'flag',
  service_usage_visible_to_customer: 'flag',
  provisioning_play: 'text?',
  provisioning_json_vars: 'text?',
  deprovisioning_play: 'text?',
  deprovisioning_json_vars: 'text?',
  service_notes: 'text?',
  created: 'instant',
  last_modified: 'instant',
} as const;

const staffOnly = [
  'wholesale_cost',
  'provisioning_play',
  'provisioning_json_vars',
  'deprovisioning_play',
  'deprovisioning_json_vars',
  'service_notes',
] as const;
type StaffOnly = (typeof staffOnly)[number];
const forCustomers = without(serviceColumns, ...staffOnly);
type Full = RecordJson<typeof serviceColumns>;

/** A service; a customer sees it without what is the operator's alone. */
export type ServiceJson = Omit<Full, StaffOnly> & Partial<Pick<Full, StaffOnly>>;

/** A service in the list of all, with its customer's name. */
export type ListedServiceJson = ServiceJson & { customer_name: string };

/** What the charging system says of a service: `stale` when it is from memory, because that system does not answer; `as_of` is when it said so. */
export type ChargedAccountJson = AccountJson & { stale: boolean; as_of: string | null };

/** A service with its product's name, accepted terms, balances and plans; the last two are missing where a customer may not see its usage. */
export type ChargedServiceJson = ServiceJson & { product_name: string | null; accepted_terms: TermsAcceptance[]; cgrates?: ChargedAccountJson };

/** Shows a service. */
export const serviceJson = (principal: Principal, row: object): ServiceJson =>
  recordJson(isTenant(principal) ? forCustomers : serviceColumns, row) as ServiceJson;
