import { defineEntity, type InferEntity, p } from '@mikro-orm/postgresql';
import { instant } from '../columns.ts';

/** A step of a business process, or the undo of one, as people see it beside the run in the Temporal UI. */
export const ProcessStep = defineEntity({
  name: 'ProcessStep',
  tableName: 'process_step',
  uniques: [{ name: 'process_step_seq', properties: ['workflow_id', 'run_id', 'seq'] }],
  properties: {
    process_step_id: p.integer().primary(),
    workflow_id: p.string().length(150),
    run_id: p.string().length(64),
    seq: p.integer(),
    name: p.string().length(150),
    kind: p.enum(['do', 'undo']),
    status: p.enum(['running', 'done', 'failed', 'skipped']),
    undo: p.string().length(150).nullable(),
    error: p.text().nullable(),
    started_at: instant().defaultRaw('now()'),
    finished_at: instant().nullable(),
  },
});
export type ProcessStepEntity = InferEntity<typeof ProcessStep>;
