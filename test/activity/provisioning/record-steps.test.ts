import type { ApplicationFailure } from '@temporalio/common';
import type { ActivityExecuteInput } from '@temporalio/worker';
import { MockActivityEnvironment } from '@temporalio/testing';
import { Context } from '@temporalio/activity';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepInfo } from '../../../activities/provisioning/contract.ts';
import { conflict, unavailable } from '../../../domain/errors.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { recordSteps } from '../../../worker/record-steps.ts';
import { logger, rows } from './support.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.close());

let provisionId = 0;

/** Runs one step the way the worker does. */
async function runStep(step: StepInfo, work: () => Promise<unknown>, activityId = '3'): Promise<unknown> {
  const env = new MockActivityEnvironment({ workflowExecution: { workflowId: `provision-${provisionId}`, runId: 'run-1' }, activityId }, { logger });
  const input: ActivityExecuteInput = { args: [{ provisionId, step }], headers: {} };
  return env.run(async () => recordSteps({ orm: database.orm, log: pino({ level: 'silent' }) })(Context.current()).inbound.execute?.(input, work));
}
const steps = () =>
  rows(database.orm.em, 'select seq, name, kind, status, undo, error from process_step where workflow_id = ? order by seq', [`provision-${provisionId}`]);
const step: StepInfo = { name: 'Reserve', kind: 'do', undo: 'Release' };

describe('recording steps', () => {
  it('notes a step while it runs and when it is done', async () => {
    provisionId += 1;
    let during: object[] = [];
    await runStep(step, async () => {
      during = await steps();
    });
    expect(during).toEqual([{ seq: 3, name: 'Reserve', kind: 'do', status: 'running', undo: 'Release', error: null }]);
    expect(await steps()).toEqual([{ seq: 3, name: 'Reserve', kind: 'do', status: 'done', undo: 'Release', error: null }]);
    expect(await rows(database.orm.em, 'select type from live_event where channel = ?', [`provision:${provisionId}`])).toEqual([
      { type: 'step' },
      { type: 'step' },
    ]);
  });

  it('notes a skipped one with why', async () => {
    provisionId += 1;
    await runStep({ name: 'Release', kind: 'undo' }, async () => ({ skipped: 'Nothing was held.' }));
    expect(await steps()).toEqual([expect.objectContaining({ status: 'skipped', error: 'Nothing was held.' })]);
  });

  it('uses one row for a step that is tried again', async () => {
    provisionId += 1;
    await runStep(step, async () => Promise.reject(unavailable('Not now.'))).catch(() => undefined);
    expect(await steps()).toEqual([expect.objectContaining({ status: 'failed', error: 'Not now.' })]);
    await runStep(step, async () => undefined);
    expect(await steps()).toEqual([expect.objectContaining({ status: 'done', error: null })]);
  });

  it('leaves no trace of a refusal when the step asks so', async () => {
    provisionId += 1;
    await runStep({ ...step, record: 'result' }, async () => Promise.reject(conflict('Taken.'))).catch(() => undefined);
    expect(await steps()).toEqual([]);
  });
});

describe('errors on their way into a history', () => {
  const thrown = (error: unknown): Promise<ApplicationFailure> =>
    runStep(step, async () => Promise.reject(error)).then(
      () => expect.fail('it did not throw'),
      (reason: ApplicationFailure) => reason,
    );

  it('are the rule that refused, with its field', async () => {
    const failure = await thrown(conflict('Taken.', 'SIM Card'));
    expect(failure).toMatchObject({ type: 'conflict', message: 'Taken.', nonRetryable: true, details: [{ field: 'SIM Card', faults: [] }] });
  });

  it('never hold statements, values, stack traces or tokens', async () => {
    const database_ = Object.assign(new Error(`insert into x values ('hunter2') - duplicate key`), {
      name: 'UniqueConstraintViolationException',
      code: '23505',
    });
    for (const error of [database_, new Error('GET http://x failed: Bearer abcdefghijklmnop')]) {
      const failure = await thrown(error);
      expect(`${failure.message} ${failure.stack}`).not.toMatch(/hunter2|abcdefghijklmnop|\.ts:/);
      expect(failure.nonRetryable).toBeFalsy();
    }
  });
});
