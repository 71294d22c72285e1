import { listParameters, rowsOf, type ListQuery, type Page } from './list.ts';
import type { AcceptedTerms, ProvisionStarted } from './provisions-service.ts';
import { request, type RequestContext } from './request.ts';

export const serviceStatuses = ['Active', 'Inactive', 'Suspended', 'Pending Cancellation'] as const;

/** What a customer is charged for (chapter 17); `service_uuid` names its account in the charging system. */
export interface Service {
  service_id: number;
  customer_id: number;
  customer_name?: string;
  product_id: number | null;
  site_id: number | null;
  provision_id: number | null;
  bundled_parent: number | null;
  service_name: string;
  service_type: string | null;
  service_uuid: string;
  service_status: (typeof serviceStatuses)[number];
  icon: string | null;
  service_provisioned_date: string | null;
  service_active_date: string | null;
  service_deactivate_date: string | null;
  contract_end_date: string | null;
  retail_cost: number;
  wholesale_cost: number;
  service_billed: boolean;
  service_taxable: boolean;
  promo_code: string | null;
  service_visible_to_customer: boolean;
  service_usage_visible_to_customer: boolean;
  service_notes: string | null;
  created: string;
  last_modified: string;
}

/** One bucket of an account in the charging system. */
export interface BalanceBucket {
  ID: string;
  /** Bytes, seconds, messages, or the currency, by kind of balance. */
  Value: number;
  /** ISO 8601; null when it does not expire. */
  ExpirationDate: string | null;
  /** Higher ones are used up first. */
  Weight: number;
  Disabled: boolean;
  custom_Name_hr: string;
  custom_Expiration: string;
  custom_Description_String: string;
}

/** A service's account as the charging system last told it. */
export interface ChargingAccount {
  /** Buckets by DATA, VOICE, SMS, MONETARY, DATA_DONGLE, the first to be used first. */
  BalanceMap: Record<string, BalanceBucket[]>;
  ActionPlans: ActionPlan[];
  Disabled: boolean;
  /** True when the charging system did not answer and this is what was seen last. */
  stale: boolean;
  /** When it was seen. */
  as_of: string | null;
}

/** A scheduled renewal of a service. */
export interface ActionPlan {
  ActionPlanId: string;
  PlanName: string;
  NextExecTime: string | null;
  custom_NextExecTime_hr: string;
}

/** A service with its product's name, and its account unless usage is hidden from who asks. */
export interface ServiceDetail extends Service {
  product_name: string | null;
  /** What was accepted with the service and with what was added to it, oldest first. */
  accepted_terms: AcceptedTerms[];
  cgrates?: ChargingAccount;
}

export type ServiceInput = Partial<
  Pick<
    Service,
    | 'service_name'
    | 'service_type'
    | 'service_notes'
    | 'retail_cost'
    | 'wholesale_cost'
    | 'service_billed'
    | 'service_taxable'
    | 'service_visible_to_customer'
    | 'service_usage_visible_to_customer'
    | 'service_active_date'
    | 'service_deactivate_date'
    | 'contract_end_date'
    | 'icon'
    | 'site_id'
  >
>;

/** Lists services. */
export const listServices = (query: ListQuery, context: RequestContext = {}) =>
  request<Page<Service>>('GET', '/crm/service/', { ...context, query: listParameters(query) });

/** Lists a customer's services. */
export async function listCustomerServices(customerId: number, context: RequestContext = {}): Promise<Service[]> {
  const path = `/crm/service/customer_id/${customerId}`;
  return rowsOf(await request<Page<Service> | Service[]>('GET', path, { ...context, query: { per_page: 200 } }));
}

/** Returns one service with its balances. Throws `ApiError` 404. */
export const getService = (serviceId: number, context: RequestContext = {}) =>
  request<ServiceDetail>('GET', `/crm/service/${serviceId}`, context);

/** Changes the given keys of a service. */
export const updateService = (serviceId: number, input: ServiceInput, context: RequestContext = {}) =>
  request<Service>('PATCH', `/crm/service/${serviceId}`, { ...context, body: input });

/** Ends a service for good: a job runs its play's clean-up, closes its account and returns its stock. */
export const endService = (serviceId: number, idempotencyKey: string, context: RequestContext = {}) =>
  request<ProvisionStarted>('POST', `/crm/service/service_id/${serviceId}/deprovision`, {
    ...context,
    body: {},
    idempotencyKey,
  });
