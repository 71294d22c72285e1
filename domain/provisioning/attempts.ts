import type { EntityManager } from '@mikro-orm/postgresql';
import { conflict } from '../errors.ts';
import { appendLiveEvent, provisionChannel } from '../live/append-live-event.ts';
import { readEvents } from './provision-events.ts';
import type { ProvisionAction, ProvisionPhase } from './provision-rules.ts';
import { announceStatus } from './provision-summary.ts';

/** What a play's attempt is begun with. */
export interface AttemptStart {
  provisionId: number;
  attempt: number;
  /** What this play does; a clean-up inside a provisioning job does not change the job's phase. */
  action: ProvisionAction;
  description: string | null;
  taskCount: number;
  digest: string | null;
}

/** Makes `attempt` the job's current one; throws `conflict` when a newer one exists or the job is over. */
export async function beginAttempt(em: EntityManager, start: AttemptStart): Promise<void> {
  await em.transactional(async (tx) => {
    const begun = await tx.execute<object[]>(
      `update provision set attempt = ?, playbook_description = coalesce(?, playbook_description), play_digest = coalesce(?, play_digest), last_modified = now(),
          phase = case when action = ? then 'running' else phase end, task_count = case when action = ? then ? else task_count end
        where provision_id = ? and attempt < ? and provisioning_status = 1 returning provision_id`,
      [start.attempt, start.description?.slice(0, 255) ?? null, start.digest, start.action, start.action, start.taskCount, start.provisionId, start.attempt],
    );
    if (begun.length === 0) throw conflict(`Attempt ${start.attempt} of job ${start.provisionId} may no longer begin.`);
    await announceStatus(tx, start.provisionId);
  });
}

/**
 * Ends every older attempt: its token and its events are refused from now on, and tasks that were running are marked
 * as interrupted, for whether they acted is not known. May be repeated; does nothing for a job that is not stored.
 */
export async function fenceAttempts(em: EntityManager, provisionId: number, attempt: number, phase: ProvisionPhase | undefined): Promise<void> {
  await em.transactional(async (tx) => {
    const found = await tx.execute<object[]>(
      `update provision set attempt = greatest(attempt, ?), phase = case when action = 'provision' then coalesce(?, phase) else phase end, last_modified = now() where provision_id = ? and provisioning_status = 1 returning provision_id`,
      [attempt, phase ?? null, provisionId],
    );
    if (found.length === 0) return;
    const interrupted = await tx.execute<{ event_number: number }[]>(
      `update provision_event set provisioning_status = 2, provisioning_result_json = '{"msg": "Interrupted: whether this task acted is not known."}'
        where provision_id = ? and provisioning_status = 1 and attempt < ? returning event_number`,
      [provisionId, attempt],
    );
    const numbers = interrupted.map(({ event_number }) => event_number);
    for (const event of await readEvents(tx, provisionId, numbers)) await appendLiveEvent(tx, provisionChannel(provisionId), 'event', event);
    await announceStatus(tx, provisionId);
  });
}

/** Sets the job's phase while it runs, and tells those who watch. */
export async function enterPhase(em: EntityManager, provisionId: number, phase: ProvisionPhase): Promise<void> {
  await em.transactional(async (tx) => {
    const changed = await tx.execute<object[]>(
      'update provision set phase = ?, last_modified = now() where provision_id = ? and provisioning_status = 1 and phase <> ? returning provision_id',
      [phase, provisionId, phase],
    );
    if (changed.length > 0) await announceStatus(tx, provisionId);
  });
}

/** Notes why the job is failing, in words; the first reason stays, for what follows is its consequence. */
export async function noteReason(em: EntityManager, provisionId: number, reason: string): Promise<void> {
  // In a transaction, because the activity log takes its author from it.
  await em.transactional((tx) =>
    tx.execute('update provision set reason = coalesce(reason, ?), last_modified = now() where provision_id = ? and provisioning_status = 1', [
      reason.slice(0, 4000),
      provisionId,
    ]),
  );
}
