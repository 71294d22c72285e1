import type { WorkflowFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunPlayResult } from '../../activities/provisioning/contract.ts';
import { broken, jobInput, mockedJob, type MockedJob, startTestServer, withJob } from './support.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTestServer();
});
afterAll(() => env?.teardown());

const run = (job: MockedJob, overrides = {}): Promise<unknown> =>
  withJob(env, job, async (start) => {
    const { handle } = await start(jobInput({ action: 'deprovision', serviceId: 9, ...overrides }), 'deprovisionWorkflow');
    return handle.result().then(
      (result) => result,
      (error: WorkflowFailedError) => error.cause,
    );
  });

const ok: RunPlayResult = { status: 'ok', began: true, cleanedUp: true };
const failed: RunPlayResult = { status: 'failed', began: true, cleanedUp: false };

describe('deprovisioning a service', () => {
  it('runs the play, removes the account and closes the service', async () => {
    const job = mockedJob({ runPlay: async () => ok });
    expect(await run(job)).toMatchObject({ status: 'succeeded' });
    expect(job.log).toEqual([
      'do:Accept the order',
      'do:Run the play’s clean-up',
      'do:Remove charging accounts',
      'do:Close the service and return its stock',
      'finishProvision:succeeded',
    ]);
  });

  it('does without a play when the service has none', async () => {
    const job = mockedJob();
    await run(job, { play: null });
    expect(job.log).not.toContain('do:Run the play’s clean-up');
    expect(job.log).toContain('do:Close the service and return its stock');
  });

  it('goes on with a new attempt when the first is lost', async () => {
    let runs = 0;
    const job = mockedJob({
      runPlay: async () => {
        runs += 1;
        return runs === 1 ? failed : ok;
      },
    });
    expect(await run(job)).toMatchObject({ status: 'succeeded' });
    expect(job.log.slice(1, 4)).toEqual(['do:Run the play’s clean-up', 'do:Stop the play', 'do:Run the play’s clean-up']);
  });

  it('fails, without closing the service, when the play keeps failing', async () => {
    const job = mockedJob({ runPlay: async () => failed });
    expect(await run(job)).toMatchObject({ type: 'JobFailed', details: ['play_failed'] });
    expect(job.log).not.toContain('do:Close the service and return its stock');
    expect(job.log.slice(-3)).toEqual(['finishProvision:failed:play_failed', 'do:Tell the operators', 'endStream']);
  });

  it('is refused without a trace', async () => {
    const job = mockedJob({ acceptProvision: async () => broken('conflict') });
    expect(await run(job)).toMatchObject({ type: 'conflict' });
    expect(job.log).toEqual(['do:Accept the order']);
  });
});
