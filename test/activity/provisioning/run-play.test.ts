import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createPlayRunner, type PlayRunner } from '../../../activities/adapters/ansible/play-runner.ts';
import { createAcceptProvision } from '../../../activities/provisioning/accept-provision.ts';
import type { RunPlayResult } from '../../../activities/provisioning/contract.ts';
import { createPlayActivities } from '../../../activities/provisioning/run-play.ts';
import type { JobAction } from '../../../domain/provisioning/provision-rules.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { provisioningWorld, type ProvisioningWorld, seedOperator, type SeededOperator } from '../../support/provisioning.ts';
import { playOf } from '../ansible/support/play-run.ts';
import { inActivity, logger, order, rows, step } from './support.ts';

const rescued = `    - block:
        - name: Name it
          set_fact: { service_uuid: "Service_{{ uuid[0:8] }}", pin: "{{ wanted_pin | default('none') }}" }
        - name: Do it
          assert: { that: "product_id | int == 0", fail_msg: "the network said no" }
      rescue:
        - name: Take it back
          debug: { msg: "{{ service_uuid }} {{ 'SIM Card' in hostvars[inventory_hostname] }}" }
        - name: End
          assert: { that: "action == 'deprovision'" }
`;
const plays = {
  'play_ok.yaml': playOf('    - name: Greet\n      debug: { msg: "{{ greeting }} {{ uuid }} {{ initiating_user | default(0) }}" }\n'),
  'play_rescued.yaml': playOf(rescued),
  'play_bare.yaml': playOf('    - name: Break\n      fail: { msg: "broken" }\n'),
  'play_broken.yaml': '- hosts: localhost\n  tasks:\n   - debug: {msg: x\n',
  'play_slow.yaml': playOf('    - name: Wait\n      command: sleep 60\n'),
};

let database: TestDatabase;
let world: ProvisioningWorld;
let operator: SeededOperator;
let runner: PlayRunner;
let playsDirectory: string;
let runPlay: ReturnType<typeof createPlayActivities>['runPlay'];
beforeAll(async () => {
  database = await createTestDatabase();
  world = provisioningWorld(database.orm);
  operator = await seedOperator(database.orm.em.fork());
  playsDirectory = mkdtempSync(join(tmpdir(), 'linewright-plays-'));
  for (const [name, text] of Object.entries(plays)) writeFileSync(join(playsDirectory, name), text);
  runner = createPlayRunner({ python: inject('ansible').python, mode: 'warm' });
  runPlay = createPlayActivities({ ...world, runner, playsDirectory }).runPlay;
});
afterAll(async () => {
  await runner?.close();
  await database?.close();
  rmSync(playsDirectory, { recursive: true });
});

async function accepted(play: string, request: Record<string, string> = {}): Promise<number> {
  const input = await order(world, operator, { request, stock: [{ item: 'SIM Card', inventoryId: null }] }, { play });
  await inActivity(createAcceptProvision(world), input);
  return input.provisionId;
}
const run = (provisionId: number, attempt = 1, action: JobAction = 'provision'): Promise<RunPlayResult> =>
  inActivity(runPlay, { provisionId, attempt, action, step });
const tasks = (provisionId: number) =>
  rows<{ event_name: string; provisioning_status: number; attempt: number; result: string }>(
    database.orm.em,
    'select event_name, provisioning_status, attempt, provisioning_result_json::text as result from provision_event where provision_id = ? order by event_number',
    [provisionId],
  );
const reasonOf = async (provisionId: number) =>
  (await rows<{ reason: string | null }>(database.orm.em, 'select reason from provision where provision_id = ?', [provisionId]))[0]?.reason;

describe('running a play', () => {
  it('gives it its variables as text, and records its tasks', async () => {
    const id = await accepted('play_ok', { greeting: '{{ lookup("pipe", "id") }}' });
    expect(await run(id)).toEqual({ status: 'ok', began: true, cleanedUp: false });
    const [task] = await tasks(id);
    expect(task).toMatchObject({ event_name: 'Greet', provisioning_status: 0 });
    expect(task?.result).toContain('{{ lookup');
    expect(await rows(database.orm.em, 'select attempt, phase, playbook_description, task_count from provision where provision_id = ?', [id])).toEqual([
      { attempt: 1, phase: 'running', playbook_description: expect.any(String), task_count: 1 },
    ]);
  });

  it('tells when the play undid itself, and why it failed', async () => {
    const id = await accepted('play_rescued');
    expect(await run(id)).toEqual({ status: 'failed', began: true, cleanedUp: true });
    expect(await reasonOf(id)).toContain('Task "Do it" failed: the network said no');
  });

  it('runs only the clean-up of a play that broke off, with what its tasks had found', async () => {
    const id = await accepted('play_rescued', { wanted_pin: '4711-4711' });
    await run(id);
    expect(await run(id, 2, 'deprovision')).toEqual({ status: 'ok', began: true, cleanedUp: true });
    const again = (await tasks(id)).filter(({ attempt }) => attempt === 2);
    expect(again.map(({ event_name }) => event_name)).toEqual(['Skip to clean-up', 'Take it back', 'End']);
    expect(again[1]?.result).toMatch(/Service_[0-9a-f]{8} True/);
  });

  it('has nothing to clean up when no task began, and runs no play without a rescue for that', async () => {
    const untouched = await accepted('play_rescued');
    expect(await run(untouched, 1, 'deprovision')).toMatchObject({ skipped: 'No task of the play had begun.' });
    const bare = await accepted('play_bare');
    expect(await run(bare)).toEqual({ status: 'failed', began: true, cleanedUp: false });
    expect(await run(bare, 2, 'deprovision')).toMatchObject({ status: 'ok', skipped: expect.stringContaining('no rescue') });
  });

  it.each([
    ['play_broken', 'syntax'],
    ['play_absent', 'not found'],
  ])('leaves an event with what Ansible said of %s', async (play) => {
    const id = await accepted(play, { api_key: 'very-secret-key' });
    expect(await run(id)).toEqual({ status: 'fatal', began: false, cleanedUp: false });
    const [event] = await tasks(id);
    expect(event).toMatchObject({ event_name: 'Fatal error', provisioning_status: 2 });
    expect(JSON.parse(event?.result ?? '{}')).toMatchObject({
      exit_code: expect.any(Number),
      stderr: expect.any(String),
      common_causes: expect.arrayContaining([expect.any(String)]),
      variables: { api_key: '[redacted]' },
    });
    expect(await reasonOf(id)).toBeTruthy();
  });

  it('refuses a play’s name that is none, as a failed job', async () => {
    const id = await accepted('../../etc/passwd');
    expect(await run(id)).toMatchObject({ status: 'fatal' });
    expect(await reasonOf(id)).toContain('name of a play');
  });

  it('kills it when cancelled, and leaves no run directory', async () => {
    const id = await accepted('play_slow');
    const env = new MockActivityEnvironment({ workflowExecution: { workflowId: `provision-${id}`, runId: 'run-1' } }, { logger });
    const running = env.run(runPlay, { provisionId: id, attempt: 1, action: 'provision' as const, step });
    await expect.poll(async () => (await tasks(id)).length, { timeout: 20_000 }).toBe(1);
    env.cancel();
    expect(await running.catch((error: unknown) => error)).not.toBeInstanceOf(CancelledFailure);
    expect(await running).toEqual({ status: 'killed', began: true, cleanedUp: false });
    expect(existsSync(join(world.runsDirectory, `${id}-1`))).toBe(false);
  });

  it('does not begin an attempt that is not the job’s newest', async () => {
    const id = await accepted('play_ok', { greeting: 'x' });
    await run(id, 2);
    await expect(run(id, 1)).rejects.toMatchObject({ kind: 'conflict' });
  });
});
