import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FinishProvisionInput, RunPlayResult, StopPlayInput } from '../../activities/provisioning/contract.ts';
import { broken, jobInput, mockedJob, type MockedJob, silentPlay, startTestServer, withJob } from './support.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTestServer();
});
afterAll(() => env?.teardown());

const run = (job: MockedJob, overrides = {}): Promise<unknown> => withJob(env, job, async (start) => (await start(jobInput(overrides))).handle.result());

/** What a run that failed ended with. */
async function faultOf(result: Promise<unknown>): Promise<ApplicationFailure> {
  const error: unknown = await result.then(
    () => new Error('the job succeeded'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WorkflowFailedError);
  return (error as WorkflowFailedError).cause as ApplicationFailure;
}

const ending = ['do:Check that nothing remains', 'finishProvision:failed', 'do:Tell the operators', 'endStream'];
const failed: RunPlayResult = { status: 'failed', began: true, cleanedUp: false };

/** What was called after the play, with the cause given to the finish. */
const withCause = (log: string[]): string[] => log.map((line) => line.replace(/^(finishProvision:failed):.*/, '$1'));

describe('a job that goes well', () => {
  it('reserves, runs, checks and finishes, undoing nothing', async () => {
    const job = mockedJob();
    await withJob(env, job, async (start) => {
      const input = jobInput();
      const { handle, accepted } = await start(input);
      expect(await accepted).toMatchObject({ provisionId: input.provisionId, attempt: 0 });
      expect(await handle.result()).toEqual({ provisionId: input.provisionId, status: 'succeeded', serviceIds: [7] });
    });
    expect(job.log).toEqual(['do:Reserve stock', 'do:Run the play', 'do:Check what the play made', 'finishProvision:succeeded']);
  });

  it('first removes what an earlier run left when it is run again', async () => {
    const job = mockedJob();
    await run(job, { retry: true });
    expect(job.log.slice(0, 4)).toEqual([
      'do:Reserve stock',
      'do:Remove charging accounts left by the last run',
      'do:Remove services and charges left by the last run',
      'do:Run the play',
    ]);
  });
});

describe('a job that is refused', () => {
  it('answers the refusal with its field and does nothing else', async () => {
    const job = mockedJob({
      acceptProvision: async () => {
        throw ApplicationFailure.nonRetryable('SIM Card 5 is taken.', 'conflict', { field: 'SIM Card' });
      },
    });
    await withJob(env, job, async (start) => {
      const { handle, accepted } = await start(jobInput());
      const refusal: unknown = await accepted.catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(WorkflowUpdateFailedError);
      expect((refusal as WorkflowUpdateFailedError).cause).toMatchObject({
        type: 'conflict',
        message: 'SIM Card 5 is taken.',
        details: [{ field: 'SIM Card' }],
      });
      expect(await faultOf(handle.result())).toMatchObject({ type: 'conflict' });
    });
    expect(job.log).toEqual(['do:Reserve stock']);
  });

  it('does not begin once its caller has given up, who is told to ask again', async () => {
    const job = mockedJob();
    await withJob(env, job, async (start) => {
      const { handle, accepted } = await start(jobInput({ acceptBy: '2020-01-01T00:00:00Z' }));
      const told = (await accepted.catch((error: unknown) => error)) as WorkflowUpdateFailedError;
      expect(told.cause).toMatchObject({ type: 'unavailable', message: expect.stringContaining('was not carried out') });
      expect(await faultOf(handle.result())).toMatchObject({ type: 'precondition' });
    });
    expect(job.log).toEqual([]);
  });

  it('points to the job that holds the same idempotency key', async () => {
    const job = mockedJob({ acceptProvision: async ({ provisionId }) => ({ provisionId, attempt: 0, reserved: [], duplicateOf: 99 }) });
    expect(await run(job)).toEqual({ provisionId: 99, status: 'duplicate', serviceIds: [] });
    expect(job.log).toEqual(['do:Reserve stock']);
  });
});

describe('undo order when a step fails', () => {
  it('storing the row times out: it may have been stored, so its stock is released', async () => {
    const job = mockedJob({
      acceptProvision: async () => {
        throw new Error('no connection');
      },
    });
    await faultOf(run(job));
    expect(withCause(job.log).filter((line) => line !== 'do:Reserve stock')).toEqual(['undo:Release stock', ...ending]);
  });

  it('the play fails without cleaning up', async () => {
    const job = mockedJob({ runPlay: async ({ action }) => (action === 'provision' ? failed : { ...failed, status: 'ok', cleanedUp: true }) });
    expect(await faultOf(run(job))).toMatchObject({ type: 'JobFailed', details: ['play_failed'] });
    expect(withCause(job.log)).toEqual([
      'do:Reserve stock',
      'do:Run the play',
      'undo:Stop the play',
      'undo:Clean up after the play',
      'undo:Remove charging accounts',
      'undo:Remove services and charges',
      'undo:Release stock',
      ...ending,
    ]);
  });

  it.each([
    ['cleaned up after itself', { ...failed, cleanedUp: true }],
    ['never began', { status: 'fatal', began: false, cleanedUp: false }],
  ] as const)('the play %s: its clean-up is skipped, the rest is undone', async (_, result) => {
    const job = mockedJob({ runPlay: async () => result });
    await faultOf(run(job));
    expect(job.log).toContain('undo:Clean up after the play (skipped)');
    expect(job.log.filter((line) => line.startsWith('undo:'))).toHaveLength(5);
  });

  it('the check fails', async () => {
    const job = mockedJob({ verifyProvision: async () => broken('verification_failed') });
    expect(await faultOf(run(job))).toMatchObject({ details: ['verification_failed'] });
    expect(job.log.filter((line) => line.startsWith('undo:'))).toEqual([
      'undo:Stop the play',
      'undo:Clean up after the play',
      'undo:Remove charging accounts',
      'undo:Remove services and charges',
      'undo:Release stock',
    ]);
  });

  it('the play overruns its time', async () => {
    const job = mockedJob({
      runPlay: async ({ action }) => ({ status: action === 'provision' ? 'timeout' : 'ok', began: true, cleanedUp: action !== 'provision' }),
    });
    expect(await faultOf(run(job))).toMatchObject({ details: ['play_timeout'] });
  });
});

describe('an undo that fails', () => {
  it.each(['stopPlay', 'removeChargingAccounts', 'removeRecords', 'releaseStock'] as const)(
    '%s: the others still run and an operator is told',
    async (name) => {
      const finishes: FinishProvisionInput[] = [];
      const job = mockedJob({
        runPlay: async () => ({ ...failed, cleanedUp: true }),
        [name]: async () => broken(),
        finishProvision: async (input) => {
          finishes.push(input);
          return { serviceIds: [] };
        },
      });
      expect(await faultOf(run(job))).toMatchObject({ type: 'CleanUpIncomplete' });
      expect(job.log.filter((line) => line.startsWith('undo:'))).toHaveLength(5);
      expect(finishes).toEqual([expect.objectContaining({ result: 'failed', failedUndos: [expect.any(String)] })]);
      expect(job.log).toContain('do:Tell the operators');
    },
  );

  it('is repeated until it works when repeating may help', async () => {
    let calls = 0;
    const job = mockedJob({
      runPlay: async () => failed,
      removeChargingAccounts: async () => {
        calls += 1;
        if (calls < 4) throw new Error('connection refused');
      },
    });
    job.activities.runPlay = async ({ action }) => ({ ...failed, cleanedUp: action === 'deprovision' });
    expect(await faultOf(run(job))).toMatchObject({ type: 'JobFailed' });
    expect(calls).toBe(4);
  });

  it('the play’s clean-up is run three times, each as a new attempt, and each is stopped', async () => {
    const attempts: string[] = [];
    const job = mockedJob({
      runPlay: async ({ action, attempt }) => {
        attempts.push(`${action} ${attempt}`);
        return failed;
      },
      stopPlay: async ({ attempt }) => {
        attempts.push(`stop ${attempt}`);
        return { outOfReach: false };
      },
    });
    expect(await faultOf(run(job))).toMatchObject({ type: 'CleanUpIncomplete' });
    expect(attempts).toEqual(['provision 1', 'stop 2', 'deprovision 3', 'stop 4', 'deprovision 5', 'stop 6', 'deprovision 7', 'stop 8']);
  });

  it('something left behind is named', async () => {
    const job = mockedJob({ runPlay: async () => failed, proveNothingRemains: async () => ({ remains: [{ kind: 'charging_account', id: 'Service_ab12' }] }) });
    const fault = await faultOf(run(job));
    expect(fault.type).toBe('CleanUpIncomplete');
    expect(fault.message).toContain('charging_account Service_ab12');
  });

  it('the failure mail cannot be sent: the job still ends', async () => {
    const job = mockedJob({ runPlay: async () => ({ ...failed, cleanedUp: true }), notifyFailure: async () => broken() });
    expect(await faultOf(run(job))).toMatchObject({ type: 'JobFailed' });
    expect(job.log.at(-1)).toBe('endStream');
  });
});

describe('a worker that is lost', () => {
  it('is noticed by its silence; the machine it ran on is known, and the play is cleaned up after', async () => {
    const lost = silentPlay();
    const stops: StopPlayInput[] = [];
    const job = mockedJob({
      runPlay: async ({ action }) => (action === 'provision' ? lost.play() : { status: 'ok', began: true, cleanedUp: true }),
      stopPlay: async (input) => {
        stops.push(input);
        lost.bury();
        return { outOfReach: true };
      },
    });
    expect(await faultOf(run(job))).toMatchObject({ details: ['worker_lost'] });
    expect(stops).toEqual([expect.objectContaining({ cause: 'worker_lost', lostOn: 'test-host', attempt: 2 })]);
    expect(job.log.filter((line) => line.startsWith('undo:'))).toHaveLength(5);
  });
});
