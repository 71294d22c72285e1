import type { EntityManager } from '@mikro-orm/postgresql';
import { appendLiveEvent, provisionChannel } from './append-live-event.ts';

/** A step of one run of a process; `seq` names it in the run and stays the same when the step is tried again. */
export interface StepRef {
  workflowId: string;
  runId: string;
  seq: number;
  provisionId: number;
}

/** What a step is called, and how its undo is. */
export interface StepTitle {
  name: string;
  kind: 'do' | 'undo';
  undo?: string | undefined;
}

export type StepEnd = { status: 'done' } | { status: 'skipped' | 'failed'; error: string };

/** A step as people who watch the job see it. */
export interface StepJson {
  /** Orders the steps of all runs of the process. */
  seq: number;
  run_id: string;
  name: string;
  kind: 'do' | 'undo';
  status: 'running' | 'done' | 'failed' | 'skipped';
  undo: string | null;
  error: string | null;
  started_at: string;
  finished_at: string | null;
}

interface StepRow extends Omit<StepJson, 'started_at' | 'finished_at'> {
  started_at: Date | string;
  finished_at: Date | string | null;
}

const columns = 'process_step_id as seq, run_id, name, kind, status, undo, error, started_at, finished_at';

/** Notes that a step has begun, or begun again. */
export const beginStep = (em: EntityManager, ref: StepRef, title: StepTitle): Promise<void> =>
  write(
    em,
    ref,
    `insert into process_step (workflow_id, run_id, seq, name, kind, undo, status) values (?, ?, ?, ?, ?, ?, 'running')
     on conflict (workflow_id, run_id, seq) do update set status = 'running', finished_at = null returning ${columns}`,
    [ref.workflowId, ref.runId, ref.seq, title.name, title.kind, title.undo ?? null],
  );

/** Notes how a step ended; also one whose beginning was not noted, which began `tookMs` (milliseconds) ago. */
export const endStep = (em: EntityManager, ref: StepRef, title: StepTitle, end: StepEnd, tookMs = 0): Promise<void> =>
  write(
    em,
    ref,
    `insert into process_step (workflow_id, run_id, seq, name, kind, undo, status, error, started_at, finished_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, now() - ? * interval '1 millisecond', now())
     on conflict (workflow_id, run_id, seq) do update set status = excluded.status, error = excluded.error, finished_at = excluded.finished_at returning ${columns}`,
    [ref.workflowId, ref.runId, ref.seq, title.name, title.kind, title.undo ?? null, end.status, 'error' in end ? end.error.slice(0, 2000) : null, tookMs],
  );

/** Closes steps before `seq` that a lost worker left open; part of the caller's transaction. */
export async function failOpenSteps(em: EntityManager, { workflowId, runId, seq, provisionId }: StepRef): Promise<void> {
  const rows = await em.execute<StepRow[]>(
    `update process_step set status = 'failed', error = 'The worker gave no answer.', finished_at = now()
      where workflow_id = ? and run_id = ? and seq < ? and status = 'running' returning ${columns}`,
    [workflowId, runId, seq],
  );
  for (const row of rows) await appendLiveEvent(em, provisionChannel(provisionId), 'step', stepJson(row));
}

/** The steps of all runs of a process, in the order they happened. */
export async function readSteps(em: EntityManager, workflowId: string): Promise<StepJson[]> {
  const rows = await em.execute<StepRow[]>(`select ${columns} from process_step where workflow_id = ? order by process_step_id`, [workflowId]);
  return rows.map(stepJson);
}

async function write(em: EntityManager, { provisionId }: StepRef, sql: string, params: unknown[]): Promise<void> {
  await em.transactional(async (tx) => {
    const [row] = await tx.execute<StepRow[]>(sql, params);
    if (row !== undefined) await appendLiveEvent(tx, provisionChannel(provisionId), 'step', stepJson(row));
  });
}

const stepJson = (row: StepRow): StepJson => ({
  ...row,
  started_at: new Date(row.started_at).toISOString(),
  finished_at: row.finished_at === null ? null : new Date(row.finished_at).toISOString(),
});
