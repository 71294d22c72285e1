import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { Product } from '../catalog/product.entity.ts';
import { instant, timestamps } from '../columns.ts';
import { Customer } from '../customers/customer.entity.ts';
import { provisionActions, provisionPhases } from './provision-rules.ts';

/**
 * A provisioning job (chapters 09 and 18). `attempt` is the fencing token: only the play of the current
 * attempt may write. `provisioning_json_vars` is redacted; `sealed_vars` (JWE) is what the play gets.
 */
export const Provision = defineEntity({
  name: 'Provision',
  tableName: 'provision',
  properties: {
    provision_id: p.integer().primary(),
    customer_id: () => p.manyToOne(Customer).mapToPk().joinColumn('customer_id').nullable().index(),
    product_id: () => p.manyToOne(Product).mapToPk().joinColumn('product_id').nullable().index(),
    service_id: p.integer().nullable().index(),
    action: p.enum([...provisionActions]).default('provision'),
    provisioning_play: p.string().length(150).nullable(),
    playbook_description: p.string().length(255).nullable(),
    play_digest: p.string().length(64).nullable(),
    provisioning_json_vars: p.text().nullable(),
    sealed_vars: p.text().nullable().hidden().lazy(),
    provisioning_status: p.smallint().default(1).index(),
    phase: p.enum([...provisionPhases]).default('queued'),
    reason: p.text().nullable(),
    task_count: p.integer().default(0),
    uuid: p.uuid(),
    attempt: p.integer().default(0),
    initiating_user: p.integer().nullable(),
    impersonating_user: p.integer().nullable(),
    idempotency_key: p.string().length(200).nullable().unique().hidden(),
    workflow_id: p.string().length(150),
    run_id: p.string().length(64).nullable(),
    finished: instant().nullable(),
    ...timestamps(),
  },
});
export type ProvisionEntity = InferEntity<typeof Provision>;
