import type { EntityManager } from '@mikro-orm/postgresql';
import { appendLiveEvent, provisionChannel, provisionsChannel } from '../live/append-live-event.ts';
import { type Columns, type RecordJson, recordJson } from '../record.ts';
import { provisionActions, provisionPhases } from './provision-rules.ts';

/** A job as lists and watchers see it. */
export const provisionSummaryColumns = {
  provision_id: 'int',
  customer_id: 'int?',
  customer_name: 'text?',
  product_id: 'int?',
  product_name: 'text?',
  service_id: 'int?',
  action: provisionActions,
  provisioning_play: 'text?',
  playbook_description: 'text?',
  provisioning_status: 'int',
  phase: provisionPhases,
  reason: 'text?',
  task_count: 'int',
  tasks_done: 'int',
  attempt: 'int',
  initiating_user: 'int?',
  impersonating_user: 'int?',
  workflow_id: 'text',
  run_id: 'text?',
  created: 'instant',
  last_modified: 'instant',
  finished: 'instant?',
} as const satisfies Columns;
export type ProvisionSummary = RecordJson<typeof provisionSummaryColumns>;

/** Tables and columns of a summary, for SQL that reads several of them. */
export const summaryFrom = 'provision p left join customer c on c.customer_id = p.customer_id left join product d on d.product_id = p.product_id';
export const summarySelect = `p.provision_id, p.customer_id, c.customer_name, p.product_id, d.product_name, p.service_id, p.action, p.provisioning_play,
  p.playbook_description, p.provisioning_status, p.phase, p.reason, p.task_count, p.attempt, p.initiating_user, p.impersonating_user, p.workflow_id, p.run_id,
  p.created, p.last_modified, p.finished,
  (select count(*)::int from provision_event e where e.provision_id = p.provision_id and e.attempt = p.attempt and e.provisioning_status <> 1) as tasks_done`;

/** Reads one job's summary; undefined when there is no such job. */
export async function readSummary(em: EntityManager, provisionId: number): Promise<ProvisionSummary | undefined> {
  const [row] = await em.execute<object[]>(`select ${summarySelect} from ${summaryFrom} where p.provision_id = ?`, [provisionId]);
  return row === undefined ? undefined : recordJson(provisionSummaryColumns, row);
}

/** Tells those who watch the job, and those who watch the list of jobs, how it stands; part of the caller's transaction. */
export async function announceStatus(em: EntityManager, provisionId: number): Promise<void> {
  const summary = await readSummary(em, provisionId);
  await appendLiveEvent(em, provisionChannel(provisionId), 'status', summary);
  await appendLiveEvent(em, provisionsChannel, 'status', summary);
}
