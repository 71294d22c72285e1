import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Product } from '../catalog/product.entity.ts';
import type { AccountSnapshot } from '../charging/charging-engine.ts';
import { instant, money, timestamps } from '../columns.ts';
import { Customer } from '../customers/customer.entity.ts';
import { Site } from '../customers/site.entity.ts';
import { serviceStatuses } from './service-rules.ts';

/** What a customer is charged for (chapter 17); `service_uuid` names its account in the charging system. */
export const Service = defineEntity({
  name: 'Service',
  tableName: 'service',
  properties: {
    service_id: p.integer().primary(),
    customer_id: () => p.manyToOne(Customer).mapToPk().joinColumn('customer_id').index(),
    product_id: () => p.manyToOne(Product).mapToPk().joinColumn('product_id').nullable().index(),
    site_id: () => p.manyToOne(Site).mapToPk().joinColumn('site_id').nullable().deleteRule('set null'),
    bundled_parent: p.integer().nullable().index(),
    provision_id: p.integer().nullable().index(),
    service_name: p.string().length(255),
    service_type: p.string().length(64).nullable(),
    service_uuid: p.string().length(150).unique(),
    service_status: p
      .enum([...serviceStatuses])
      .default('Active')
      .index(),
    icon: p.string().length(100).nullable(),
    service_provisioned_date: instant().nullable(),
    service_active_date: instant().nullable(),
    service_deactivate_date: instant().nullable(),
    contract_end_date: instant().nullable(),
    retail_cost: money().default('0'),
    wholesale_cost: money().default('0'),
    service_billed: p.boolean().default(true),
    service_taxable: p.boolean().default(true),
    invoiced: p.boolean().default(false),
    promo_code: p.string().length(64).nullable(),
    service_visible_to_customer: p.boolean().default(true),
    service_usage_visible_to_customer: p.boolean().default(true),
    provisioning_play: p.string().length(150).nullable(),
    provisioning_json_vars: p.text().nullable(),
    deprovisioning_play: p.string().length(150).nullable(),
    deprovisioning_json_vars: p.text().nullable(),
    service_notes: p.text().nullable(),
    /** Last account seen in the charging system; answers, marked stale, when that one is down. */
    ocs_snapshot: p.json<AccountSnapshot>().nullable().hidden().lazy(),
    ocs_snapshot_at: instant().nullable().hidden(),
    ...timestamps(),
  },
});
export type ServiceEntity = InferEntity<typeof Service>;
