import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAcceptProvision } from '../../../activities/provisioning/accept-provision.ts';
import { beginAttempt, fenceAttempts } from '../../../domain/provisioning/attempts.ts';
import type { PlayEvent, TaskResultEvent, TaskStartEvent } from '../../../domain/provisioning/play-events.ts';
import { openPlayJournal, type PlayJournal } from '../../../domain/provisioning/play-journal.ts';
import { recordedFacts } from '../../../domain/provisioning/recorded-facts.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { provisioningWorld, type ProvisioningWorld, seedOperator, type SeededOperator } from '../../support/provisioning.ts';
import { inActivity, order, rows } from './support.ts';

let database: TestDatabase;
let world: ProvisioningWorld;
let operator: SeededOperator;
let provisionId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  world = provisioningWorld(database.orm);
  operator = await seedOperator(database.orm.em.fork());
});
afterAll(() => database?.close());
beforeEach(async () => {
  const input = await order(world, operator);
  provisionId = input.provisionId;
  await inActivity(createAcceptProvision(world), input);
});

const em = () => database.orm.em.fork();
const begin = (attempt: number) => beginAttempt(em(), { provisionId, attempt, action: 'provision', description: 'Test play', taskCount: 3, digest: 'd' });
const open = (attempt: number): Promise<PlayJournal> =>
  openPlayJournal({ provisionId, attempt, sealSecret: world.config.jwt_secret, secrets: ['the-token'], fork: em });
const identity = { uuid: 'task-1', name: 'Create the account', action: 'uri', section: 'main', rescueOf: null, rescuedBy: null, last: false } as const;
const start: TaskStartEvent = { type: 'task_start', seq: 1, at: '2026-01-01T00:00:00Z', ...identity, loop: false, handler: false, path: null };
const result = (overrides: Partial<TaskResultEvent> = {}): PlayEvent => ({
  type: 'task_result',
  seq: 2,
  at: '2026-01-01T00:00:01Z',
  ...identity,
  status: 'ok',
  changed: true,
  durationMs: 12,
  message: null,
  register: null,
  result: {},
  ...overrides,
});
const stored = () =>
  rows(database.orm.em, 'select event_number, attempt, event_name, provisioning_status from provision_event where provision_id = ? order by event_number', [
    provisionId,
  ]);

describe('the journal of a play', () => {
  it('stores a task before it may act, and its end, each with news for those who watch', async () => {
    await begin(1);
    const journal = await open(1);
    await journal.record(start);
    expect(await stored()).toEqual([{ event_number: 1, attempt: 1, event_name: 'Create the account', provisioning_status: 1 }]);
    await journal.record(result());
    expect(await stored()).toEqual([{ event_number: 1, attempt: 1, event_name: 'Create the account', provisioning_status: 0 }]);
    const live = await rows<{ seq: number; type: string }>(database.orm.em, `select seq, type from live_event where channel = ? order by seq`, [
      `provision:${provisionId}`,
    ]);
    expect(live).toEqual([
      { seq: 1, type: 'status' },
      { seq: 2, type: 'status' },
      { seq: 3, type: 'event' },
      { seq: 4, type: 'event' },
    ]);
  });

  it.each([
    ['skipped', 0],
    ['ignored', 3],
    ['failed', 2],
    ['rescued', 2],
    ['unreachable', 2],
  ] as const)('stores a task that was %s with status %i', async (status, code) => {
    await begin(1);
    const journal = await open(1);
    await journal.record(start);
    await journal.record(result({ status, message: 'why' }));
    expect(await stored()).toEqual([expect.objectContaining({ provisioning_status: code })]);
  });

  it('shows no secret, and keeps facts sealed for a later clean-up', async () => {
    await begin(1);
    const journal = await open(1);
    await journal.record(start);
    await journal.record(
      result({
        register: 'answer',
        result: { json: { iccid: '894', ki: '0123456789abcdef' }, url: 'http://x/?t=the-token' },
        facts: { service_uuid: 'Service_1' },
      }),
    );
    const text = JSON.stringify(
      await rows(
        database.orm.em,
        `select e.provisioning_result_json, e.sealed_facts, l.payload from provision_event e, live_event l where e.provision_id = ? and l.channel = ?`,
        [provisionId, `provision:${provisionId}`],
      ),
    );
    expect(text).toContain('894');
    expect(text).not.toContain('0123456789abcdef');
    expect(text).not.toContain('the-token');
    expect(text).not.toContain('Service_1');
    expect(await recordedFacts(em(), world.config.jwt_secret, provisionId)).toMatchObject({
      service_uuid: 'Service_1',
      answer: { json: { ki: '0123456789abcdef' } },
    });
  });

  it('refuses what an older attempt still writes, and marks the task it was at', async () => {
    await begin(1);
    const journal = await open(1);
    await journal.record(start);
    await fenceAttempts(em(), provisionId, 2, 'rolling_back');
    await expect(journal.record(result())).rejects.toMatchObject({ kind: 'conflict' });
    expect(
      await rows(database.orm.em, 'select provisioning_status, provisioning_result_json from provision_event where provision_id = ?', [provisionId]),
    ).toEqual([{ provisioning_status: 2, provisioning_result_json: { msg: expect.stringContaining('Interrupted') } }]);
    expect(await rows(database.orm.em, 'select attempt, phase from provision where provision_id = ?', [provisionId])).toEqual([
      { attempt: 2, phase: 'rolling_back' },
    ]);
  });

  it('numbers the tasks of a new attempt on', async () => {
    await begin(1);
    await (await open(1)).record(start);
    await begin(2);
    await (await open(2)).record({ ...start, uuid: 'other' });
    expect(await stored()).toEqual([expect.objectContaining({ event_number: 1, attempt: 1 }), expect.objectContaining({ event_number: 2, attempt: 2 })]);
  });

  it('lets no attempt begin that is not newer, or when the job is over', async () => {
    await begin(2);
    await expect(begin(2)).rejects.toMatchObject({ kind: 'conflict' });
    await em().execute('update provision set provisioning_status = 2 where provision_id = ?', [provisionId]);
    await expect(begin(3)).rejects.toMatchObject({ kind: 'conflict' });
  });
});
