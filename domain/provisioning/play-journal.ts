import type { EntityManager } from '@mikro-orm/postgresql';
import { conflict } from '../errors.ts';
import { appendLiveEvent, provisionChannel } from '../live/append-live-event.ts';
import type { PlayEvent, TaskResultEvent, TaskStartEvent } from './play-events.ts';
import { recordedVariables } from './play-recorded.ts';
import { eventJson } from './provision-events.ts';
import { ProvisioningStatus, type ProvisioningStatusCode } from './provision-rules.ts';
import { redactResult } from './redact.ts';
import { seal } from './seal.ts';

/** Whose play is recorded, and what must not be shown of it. */
export interface JournalOptions {
  provisionId: number;
  attempt: number;
  /** Key for the facts that a clean-up may need. */
  sealSecret: string;
  /** Known secrets, such as the play's token. */
  secrets: readonly string[];
  /** A session of its own per write. */
  fork: () => EntityManager;
}

/** Stores a play's events as they happen. */
export interface PlayJournal {
  /** Resolves when the event is stored and its watchers will hear of it; throws `conflict` when the attempt is over. */
  record(event: PlayEvent): Promise<void>;
  /** Stores an event of the system's own, such as a fatal error. */
  addEvent(name: string, status: ProvisioningStatusCode, result: unknown): Promise<void>;
}

/** Shortest time between two signs of progress of the same play, milliseconds: loops may have thousands of items. */
const progressEveryMs = 300;

const statusOf: Record<TaskResultEvent['status'], ProvisioningStatusCode> = {
  ok: ProvisioningStatus.Success,
  skipped: ProvisioningStatus.Success,
  ignored: ProvisioningStatus.FailedIgnored,
  rescued: ProvisioningStatus.Failed,
  failed: ProvisioningStatus.Failed,
  unreachable: ProvisioningStatus.Failed,
};

/** Opens the journal of one attempt; its events are numbered on from those of earlier attempts. */
export async function openPlayJournal(options: JournalOptions): Promise<PlayJournal> {
  const { provisionId, attempt, secrets } = options;
  const [last] = await options
    .fork()
    .execute<{ number: number }[]>('select coalesce(max(event_number), 0) as number from provision_event where provision_id = ?', [provisionId]);
  let number = last?.number ?? 0;
  let progressAt = 0;
  const numbers = new Map<string, number>();
  const redact = <T>(value: T): T => redactResult(value, { secrets });
  const begin = async ({ uuid, name, action }: Pick<TaskStartEvent, 'uuid' | 'name' | 'action'>): Promise<void> => {
    numbers.set(uuid, (number += 1));
    await write(options, insertEvent, [
      provisionId,
      attempt,
      number,
      redact(name).slice(0, 500) || action,
      action.slice(0, 150),
      ProvisioningStatus.Running,
      null,
    ]);
  };
  const finish = async (event: TaskResultEvent): Promise<void> => {
    if (!numbers.has(event.uuid)) await begin(event);
    const facts = recordedVariables(event);
    const sealed = Object.keys(facts).length === 0 ? null : await seal(options.sealSecret, `provision-facts:${provisionId}`, facts);
    await write(options, updateEvent, [
      statusOf[event.status],
      JSON.stringify(redact(shownResult(event))),
      sealed,
      event.durationMs,
      provisionId,
      numbers.get(event.uuid),
    ]);
  };
  const progress = async (uuid: string, shown: object): Promise<void> => {
    const found = numbers.get(uuid);
    if (found === undefined || Date.now() - progressAt < progressEveryMs) return;
    progressAt = Date.now();
    await write(options, progressEvent, [JSON.stringify(redact({ progress: shown })), provisionId, found]);
  };
  return {
    record: async (event) => {
      if (event.type === 'task_start') await begin(event);
      else if (event.type === 'task_result') await finish(event);
      else if (event.type === 'item') await progress(event.uuid, { item: event.label, status: event.status, message: event.message });
      else if (event.type === 'retry') await progress(event.uuid, { retry: event.attempt, of: event.retries, message: event.message });
    },
    addEvent: (name, status, result) => write(options, insertEvent, [provisionId, attempt, (number += 1), name, null, status, JSON.stringify(redact(result))]),
  };
}

const returning = `returning event_number, event_name, attempt, action, provisioning_status, provisioning_result_json, duration_ms, "timestamp"`;
const insertEvent = `insert into provision_event (provision_id, attempt, event_number, event_name, action, provisioning_status, provisioning_result_json) values (?, ?, ?, ?, ?, ?, ?::jsonb) ${returning}`;
const updateEvent = `update provision_event set provisioning_status = ?, provisioning_result_json = ?::jsonb, sealed_facts = ?, duration_ms = ? where provision_id = ? and event_number = ? ${returning}`;
const progressEvent = `update provision_event set provisioning_result_json = ?::jsonb where provision_id = ? and event_number = ? and provisioning_status = 1 ${returning}`;

/** Writes one event and its live copy, while holding the job's row: an attempt that is over can write nothing. */
async function write({ provisionId, attempt, fork }: JournalOptions, sql: string, params: unknown[]): Promise<void> {
  await fork().transactional(async (em) => {
    const current = await em.execute<object[]>('select 1 from provision where provision_id = ? and attempt = ? and provisioning_status = 1 for share', [
      provisionId,
      attempt,
    ]);
    if (current.length === 0) throw conflict(`Attempt ${attempt} of job ${provisionId} is over.`);
    const [row] = await em.execute<Parameters<typeof eventJson>[0][]>(sql, params);
    if (row !== undefined) await appendLiveEvent(em, provisionChannel(provisionId), 'event', eventJson(row));
  });
}

function shownResult({ result, message, status, changed }: TaskResultEvent): Record<string, unknown> {
  return {
    ...result,
    changed,
    ...(message === null ? {} : { msg: message }),
    ...(status === 'skipped' ? { skipped: true } : {}),
    ...(status === 'rescued' ? { rescued: true } : {}),
  };
}
