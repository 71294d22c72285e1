/** States of a service (chapter 23) plus the revocable grace period before a termination (PRV-13). */
export const serviceStatuses = ['Active', 'Inactive', 'Suspended', 'Pending Cancellation'] as const;
export type ServiceStatus = (typeof serviceStatuses)[number];

/** Keys that `PATCH /crm/service/{id}` may change (chapter 17); everything else is read-only. */
export const editableServiceKeys = [
  'service_name',
  'service_type',
  'service_status',
  'service_notes',
  'retail_cost',
  'wholesale_cost',
  'service_billed',
  'service_taxable',
  'service_visible_to_customer',
  'service_usage_visible_to_customer',
  'service_active_date',
  'service_deactivate_date',
  'contract_end_date',
  'icon',
  'promo_code',
  'site_id',
] as const;
