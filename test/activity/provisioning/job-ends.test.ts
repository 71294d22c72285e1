import { mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AcceptProvisionInput, ProvisioningActivities } from '../../../activities/provisioning/contract.ts';
import { beginAttempt } from '../../../domain/provisioning/attempts.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import type { ProvisioningWorld, SeededOperator } from '../../support/provisioning.ts';
import { acceptedJob, inActivity, order, rows, step } from './support.ts';

let database: TestDatabase;
let world: ProvisioningWorld;
let activities: ProvisioningActivities;
let operator: SeededOperator;
let job: AcceptProvisionInput;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  ({ world, activities, operator, job } = await acceptedJob(database));
  await beginAttempt(em(), { provisionId: job.provisionId, attempt: 1, action: 'provision', description: 'Test play', taskCount: 1, digest: 'd' });
});

const em = () => database.orm.em.fork();
const input = <T extends object>(rest: T) => ({ provisionId: job.provisionId, step, ...rest });
const jobRow = async () => (await rows<Record<string, unknown>>(database.orm.em, 'select * from provision where provision_id = ?', [job.provisionId]))[0];
const lastEvent = async () =>
  (
    await rows<{ type: string }>(database.orm.em, `select type from live_event where channel = ? order by seq desc limit 1`, [`provision:${job.provisionId}`])
  )[0]?.type;

/** A task of the play that asked the charging system for something. */
const charged = (method: string, account: string): Promise<unknown> =>
  em().execute(
    `insert into provision_event (provision_id, attempt, event_number, event_name, provisioning_status, provisioning_result_json)
     select ?, 1, coalesce(max(event_number), 0) + 1, 'Charge', 0, ?::jsonb from provision_event where provision_id = ?`,
    [job.provisionId, JSON.stringify({ invocation: { module_args: { method: 'POST', body: { method, params: [{ Account: account }] } } } }), job.provisionId],
  );

describe('checking what a play made', () => {
  it('is content when every account the play made is there', async () => {
    await charged('ApierV2.SetAccount', 'Service_1');
    await charged('ApierV2.SetAccount', 'Removed_again');
    await charged('ApierV2.RemoveAccount', 'Removed_again');
    world.charging.accounts.add('Service_1');
    await inActivity(activities.verifyProvision, input({}));
    expect(await jobRow()).toMatchObject({ phase: 'verifying', reason: null });
  });

  it('names what is missing', async () => {
    await charged('ApierV2.SetAccount', 'Service_1');
    await expect(inActivity(activities.verifyProvision, input({}))).rejects.toMatchObject({ type: 'verification_failed' });
    expect((await jobRow())?.['reason']).toContain('the charging account Service_1');
  });

  it('is tried again while the charging system does not answer', async () => {
    await charged('ApierV2.SetAccount', 'Service_1');
    world.charging.down = true;
    await expect(inActivity(activities.verifyProvision, input({}))).rejects.not.toMatchObject({ nonRetryable: true });
  });
});

describe('stopping a play', () => {
  it('fences it off and removes its run directory with the secrets in it', async () => {
    const directory = join(world.runsDirectory, `${job.provisionId}-1`);
    mkdirSync(directory);
    writeFileSync(join(directory, 'vars.json'), '{}');
    expect(await inActivity(activities.stopPlay, input({ attempt: 2, cause: 'worker_lost' as const, lostOn: 'this-machine' }))).toEqual({ outOfReach: false });
    expect(existsSync(directory)).toBe(false);
    expect(await jobRow()).toMatchObject({ attempt: 2, phase: 'rolling_back' });
  });

  it('tells when the play ran on a machine out of reach', async () => {
    expect(await inActivity(activities.stopPlay, input({ attempt: 2, cause: 'worker_lost' as const, lostOn: 'another-machine' }))).toEqual({
      outOfReach: true,
    });
  });

  it('does nothing for a job that was never stored', async () => {
    job = await order(world, operator);
    expect(await inActivity(activities.stopPlay, input({ attempt: 1, cause: 'unavailable' as const, lostOn: null }))).toEqual({ outOfReach: false });
  });
});

describe('finishing a job', () => {
  const bad = { result: 'failed' as const, cause: 'play_failed' as const, cancelledBy: null, failedUndos: [] as string[], remains: [] };

  it('well: names its services, frees stock the play did not assign, ends the stream; once', async () => {
    const [service] = await em().execute<{ service_id: number }[]>(
      `insert into service (customer_id, provision_id, service_name, service_uuid) values (?, ?, 'S', ?) returning service_id`,
      [operator.customerId, job.provisionId, job.uuid],
    );
    const done = { ...bad, result: 'succeeded' as const, cause: null };
    expect(await inActivity(activities.finishProvision, input(done))).toEqual({ serviceIds: [service?.service_id] });
    expect(await inActivity(activities.finishProvision, input(done))).toEqual({ serviceIds: [service?.service_id] });
    expect(await jobRow()).toMatchObject({ provisioning_status: 0, phase: 'succeeded', service_id: service?.service_id, finished: expect.anything() });
    expect(await rows(database.orm.em, 'select 1 from inventory where reserved_provision_id = ?', [job.provisionId])).toEqual([]);
    expect(await rows(database.orm.em, `select 1 from live_event where channel = ? and type = 'end'`, [`provision:${job.provisionId}`])).toHaveLength(1);
  });

  it('badly: says why, and that everything was undone', async () => {
    await em().execute(`update provision set reason = 'Task "X" failed: no route' where provision_id = ?`, [job.provisionId]);
    await inActivity(activities.finishProvision, input(bad));
    expect(await jobRow()).toMatchObject({ provisioning_status: 2, phase: 'failed', reason: 'Task "X" failed: no route. Everything it had made was undone.' });
    await inActivity(activities.endStream, input({}));
    expect(await lastEvent()).toBe('end');
  });

  it('cancelled: says by whom, and who acted for them', async () => {
    const [ada, sam] = await em().execute<{ id: number }[]>(
      `insert into app_user (username, email, password_hash, first_name, last_name)
       values ('ada', 'ada@example.com', 'x', 'A', 'L'), ('sam', 'sam@example.com', 'x', 'S', 'T') returning id`,
    );
    const cancelledBy = { userId: ada?.id ?? null, impersonatorId: sam?.id };
    await inActivity(activities.finishProvision, input({ ...bad, result: 'cancelled' as const, cause: 'cancelled' as const, cancelledBy }));
    const reason = 'The job was cancelled by sam@example.com as ada@example.com. Everything it had made was undone.';
    expect(await jobRow()).toMatchObject({ phase: 'cancelled', reason });
  });

  it('with something left: says what, and that an operator must look', async () => {
    await inActivity(
      activities.finishProvision,
      input({ ...bad, failedUndos: ['Remove charging accounts'], remains: [{ kind: 'charging_account' as const, id: 'Service_1' }] }),
    );
    const reason = String((await jobRow())?.['reason']);
    expect(reason).toContain('an operator must look');
    expect(reason).toContain('Remove charging accounts');
    expect(reason).toContain('charging account Service_1');
  });
});

describe('telling the operators', () => {
  it('mails the failure once per run, to the failure list', async () => {
    await em().execute(`update provision set reason = 'It broke.', provisioning_status = 2 where provision_id = ?`, [job.provisionId]);
    await inActivity(activities.notifyFailure, input({ remains: [{ kind: 'service' as const, id: 5 }] }));
    expect(world.sent).toEqual([
      expect.objectContaining({
        customId: `provisioning-failure-${job.provisionId}-run-1`,
        to: [{ email: 'ops@example.com' }],
        subject: expect.stringContaining(`job ${job.provisionId}`),
        text: expect.stringContaining('It broke.'),
      }),
    ]);
    expect(world.sent[0]?.text).toContain('service 5');
  });

  it('is skipped when nobody is to be told', async () => {
    world.config.provisioning.failure_list = [];
    expect(await inActivity(activities.notifyFailure, input({ remains: [] }))).toEqual({ skipped: 'provisioning.failure_list is empty.' });
  });
});
