import type { EntityManager } from '@mikro-orm/postgresql';

/** A task of a play as people who watch see it; the result is without secrets. */
export interface ProvisionEventJson {
  event_number: number;
  event_name: string;
  attempt: number;
  action: string | null;
  provisioning_status: number;
  provisioning_result_json: unknown;
  duration_ms: number | null;
  timestamp: string;
}

interface EventRow extends Omit<ProvisionEventJson, 'timestamp'> {
  timestamp: Date | string;
}

const select = `select event_number, event_name, attempt, action, provisioning_status, provisioning_result_json, duration_ms, "timestamp" from provision_event`;

/** The job's tasks in the order they began, or only those with these numbers. */
export async function readEvents(em: EntityManager, provisionId: number, numbers?: readonly number[]): Promise<ProvisionEventJson[]> {
  if (numbers?.length === 0) return [];
  const rows =
    numbers === undefined
      ? await em.execute<EventRow[]>(`${select} where provision_id = ? order by event_number`, [provisionId])
      : await em.execute<EventRow[]>(`${select} where provision_id = ? and event_number = any(array[?]::int[]) order by event_number`, [provisionId, numbers]);
  return rows.map(eventJson);
}

/** Shows one stored task. */
export const eventJson = (row: EventRow): ProvisionEventJson => ({
  event_number: row.event_number,
  event_name: row.event_name,
  attempt: row.attempt,
  action: row.action,
  provisioning_status: row.provisioning_status,
  provisioning_result_json: row.provisioning_result_json,
  duration_ms: row.duration_ms,
  timestamp: new Date(row.timestamp).toISOString(),
});
