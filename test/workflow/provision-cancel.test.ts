import type { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FinishProvisionInput } from '../../activities/provisioning/contract.ts';
import { cancelledBySignal } from '../../workflows/provisioning/provision.contract.ts';
import { jobInput, mockedJob, type MockedJob, runUntilCancelled, startTestServer, withJob } from './support.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTestServer();
});
afterAll(() => env?.teardown());

/** Runs a job whose activity `at` is called, waits until the cancellation has reached the run, and goes on. */
async function cancelDuring(job: MockedJob, reached: Promise<unknown>, goOn: () => void): Promise<unknown> {
  return withJob(env, job, async (start) => {
    const { handle } = await start(jobInput());
    await reached;
    await handle.signal(cancelledBySignal, { userId: 3, impersonatorId: 4 });
    await handle.cancel();
    goOn();
    return handle.result().then(
      () => 'succeeded',
      (error: WorkflowFailedError) => error.cause,
    );
  });
}

/** An activity that reports when it is called and waits to be let go. */
function gate<T>(result: T): { reached: Promise<void>; goOn: () => void; activity: () => Promise<T> } {
  const called = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  return {
    reached: called.promise,
    goOn: () => free.resolve(),
    activity: async () => {
      called.resolve();
      await free.promise;
      return result;
    },
  };
}

const undos = (log: string[]): string[] => log.filter((line) => line.startsWith('undo:'));
const allUndos = [
  'undo:Stop the play',
  'undo:Clean up after the play',
  'undo:Remove charging accounts',
  'undo:Remove services and charges',
  'undo:Release stock',
];

describe('cancelling a job', () => {
  it('while its stock is being reserved: nothing runs, the stock is released', async () => {
    const at = gate({ provisionId: 1, attempt: 0, reserved: [] });
    const job = mockedJob({ acceptProvision: at.activity });
    expect(await cancelDuring(job, at.reached, at.goOn)).toBeInstanceOf(CancelledFailure);
    expect(job.log).not.toContain('do:Run the play');
    expect(undos(job.log)).toEqual(allUndos.map((line) => (line === 'undo:Clean up after the play' ? `${line} (skipped)` : line)));
  });

  it('while the play runs: it is stopped, cleaned up after, and who cancelled is passed on', async () => {
    const called = Promise.withResolvers<void>();
    const finishes: FinishProvisionInput[] = [];
    const job = mockedJob({
      runPlay: async ({ action }) => {
        if (action === 'deprovision') return { status: 'ok', began: true, cleanedUp: true };
        called.resolve();
        return runUntilCancelled();
      },
      finishProvision: async (input) => {
        finishes.push(input);
        return { serviceIds: [] };
      },
    });
    expect(await cancelDuring(job, called.promise, () => undefined)).toBeInstanceOf(CancelledFailure);
    expect(undos(job.log)).toEqual(allUndos);
    expect(finishes).toEqual([expect.objectContaining({ result: 'cancelled', cause: 'cancelled', cancelledBy: { userId: 3, impersonatorId: 4 } })]);
    expect(job.log).not.toContain('do:Tell the operators');
  });

  it('while the result is being checked: everything is undone', async () => {
    const at = gate(undefined);
    const job = mockedJob({ verifyProvision: at.activity });
    expect(await cancelDuring(job, at.reached, at.goOn)).toBeInstanceOf(CancelledFailure);
    expect(undos(job.log)).toEqual(allUndos);
  });

  it('while it is being marked successful: too late, it succeeds', async () => {
    const at = gate({ serviceIds: [7] });
    const job = mockedJob({ finishProvision: at.activity });
    expect(await cancelDuring(job, at.reached, at.goOn)).toBe('succeeded');
    expect(undos(job.log)).toEqual([]);
  });

  it('while an undo runs: the undos go on to the end', async () => {
    const at = gate(undefined);
    const job = mockedJob({ runPlay: async () => ({ status: 'failed', began: true, cleanedUp: true }), removeChargingAccounts: at.activity });
    expect(await cancelDuring(job, at.reached, at.goOn)).toMatchObject({ type: 'JobFailed' });
    expect(undos(job.log)).toHaveLength(5);
  });
});
