import type { EntityManager } from '@mikro-orm/postgresql';

/** Channel of one provisioning job. */
export const provisionChannel = (provisionId: number): string => `provision:${provisionId}`;
/** Channel of the list of jobs: one event whenever a job's state changes. */
export const provisionsChannel = 'provisions';

/**
 * Tells everybody watching `channel`, when the surrounding transaction commits. The channel is locked until then,
 * so that its `seq` has no gap and readers resuming by Last-Event-ID miss nothing.
 */
export async function appendLiveEvent(em: EntityManager, channel: string, type: string, payload: unknown): Promise<void> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [channel]);
  await em.execute(
    `insert into live_event (channel, seq, type, payload)
     select ?, coalesce(max(seq), 0) + 1, ?, ?::jsonb from live_event where channel = ?`,
    [channel, type, JSON.stringify(payload), channel],
  );
}
