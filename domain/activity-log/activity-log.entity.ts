import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';

/** What a row is about: a changed record, the safety of accounts, or a note somebody left. */
export const activityCategories = ['change', 'security', 'note'] as const;

/**
 * One entry of the audit trail. Written by the database alone (its triggers, `record_activity`, `activity_seal`); `seq`
 * and `hash` are the place in the hash chain, empty until the row is sealed. No foreign keys: it outlives what it tells of.
 */
export const ActivityLog = defineEntity({
  name: 'ActivityLog',
  tableName: 'activity_log',
  properties: {
    activity_id: p.bigint('number').primary(),
    at: instant(),
    category: p.enum([...activityCategories]),
    action: p.string().length(60),
    entity_kind: p.string().length(60),
    entity_id: p.string().length(100).nullable(),
    entity_label: p.string().length(300).nullable(),
    customer_id: p.integer().nullable(),
    actor_kind: p.string().length(20),
    user_id: p.integer().nullable(),
    actor_label: p.string().length(300).nullable(),
    impersonator_id: p.integer().nullable(),
    impersonator_label: p.string().length(300).nullable(),
    api_key_id: p.integer().nullable(),
    ip: p.string().length(64).nullable(),
    user_agent: p.string().length(400).nullable(),
    request_id: p.string().length(255).nullable(),
    workflow_id: p.string().length(200).nullable(),
    provision_id: p.integer().nullable(),
    before: p.json().nullable(),
    after: p.json().nullable(),
    details: p.json().nullable(),
    seq: p.bigint('number').nullable(),
    hash: p.string().length(64).nullable(),
  },
});
export type ActivityLogEntity = InferEntity<typeof ActivityLog>;
