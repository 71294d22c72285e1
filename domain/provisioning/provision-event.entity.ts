import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';
import { Provision } from './provision.entity.ts';

/** One task of a play while it runs and when it is done (chapter 18); the result is stored redacted. */
export const ProvisionEvent = defineEntity({
  name: 'ProvisionEvent',
  tableName: 'provision_event',
  uniques: [{ name: 'provision_event_number', properties: ['provision_id', 'event_number'] }],
  properties: {
    provision_event_id: p.integer().primary(),
    provision_id: () => p.manyToOne(Provision).mapToPk().joinColumn('provision_id').deleteRule('cascade'),
    attempt: p.integer(),
    event_number: p.integer(),
    event_name: p.string().length(500),
    action: p.string().length(150).nullable(),
    provisioning_status: p.smallint(),
    provisioning_result_json: p.json().nullable(),
    /** Facts the task set, sealed (JWE): a clean-up run after a crash is given them back. */
    sealed_facts: p.text().nullable().hidden().lazy(),
    duration_ms: p.integer().nullable(),
    timestamp: instant().defaultRaw('now()'),
  },
});
export type ProvisionEventEntity = InferEntity<typeof ProvisionEvent>;
