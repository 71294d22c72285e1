import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunPlayResult } from '../../activities/provisioning/contract.ts';
import { cancelledBySignal, type ProvisionInput } from '../../workflows/provisioning/provision.contract.ts';
import { broken, jobInput, mockedJob, type MockedJob, runUntilCancelled, silentPlay, startTestServer, withJob } from './support.ts';

// Histories for test/replay: `RECORD_HISTORIES=1 npx vitest run --project workflow test/workflow/record-histories.test.ts`
// after a change that is meant to change what workflows do. Runs that began before such a change need `patched()`.
const ok: RunPlayResult = { status: 'ok', began: true, cleanedUp: false };
const failed: RunPlayResult = { status: 'failed', began: true, cleanedUp: false };

interface Recording {
  job: MockedJob;
  input?: Partial<ProvisionInput>;
  type?: string;
  cancel?: boolean;
}

const lost = silentPlay();
const recordings: Record<string, () => Recording> = {
  'provision-succeeded': () => ({ job: mockedJob() }),
  'provision-run-again': () => ({ job: mockedJob(), input: { retry: true } }),
  'provision-refused': () => ({ job: mockedJob({ acceptProvision: async () => broken('conflict') }) }),
  'provision-play-failed': () => ({ job: mockedJob({ runPlay: async ({ action }) => (action === 'provision' ? failed : { ...ok, cleanedUp: true }) }) }),
  'provision-rescued-itself': () => ({ job: mockedJob({ runPlay: async () => ({ ...failed, cleanedUp: true }) }) }),
  'provision-check-failed': () => ({ job: mockedJob({ verifyProvision: async () => broken('verification_failed') }) }),
  'provision-clean-up-failed': () => ({ job: mockedJob({ runPlay: async () => failed, releaseStock: async () => broken() }) }),
  'provision-worker-lost': () => ({
    job: mockedJob({
      runPlay: async ({ action }) => (action === 'provision' ? lost.play() : { ...ok, cleanedUp: true }),
      stopPlay: async () => {
        lost.bury();
        return { outOfReach: true };
      },
    }),
  }),
  'provision-cancelled': () => ({
    job: mockedJob({ runPlay: async ({ action }) => (action === 'provision' ? runUntilCancelled() : { ...ok, cleanedUp: true }) }),
    cancel: true,
  }),
  'deprovision-succeeded': () => ({
    job: mockedJob({ runPlay: async () => ({ ...ok, cleanedUp: true }) }),
    type: 'deprovisionWorkflow',
    input: { action: 'deprovision', serviceId: 9 },
  }),
  'deprovision-failed': () => ({
    job: mockedJob({ runPlay: async () => failed }),
    type: 'deprovisionWorkflow',
    input: { action: 'deprovision', serviceId: 9 },
  }),
};

/** Stack traces name files by their place in the project, on whatever machine they were recorded. */
const withoutPaths = (history: string): string => `${history.replaceAll(fileURLToPath(new URL('../../', import.meta.url)), '')}\n`;

describe.runIf(process.env['RECORD_HISTORIES'] === '1')('recording histories', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await startTestServer();
  });
  afterAll(() => env?.teardown());

  it.each(Object.keys(recordings))('%s', async (name) => {
    const { job, input = {}, type, cancel = false } = recordings[name]?.() ?? { job: mockedJob() };
    await withJob(env, job, async (start) => {
      const { handle, accepted } = await start(jobInput({ provisionId: 1, uuid: '00000000-0000-4000-8000-000000000001', ...input }), type);
      if (cancel) {
        await accepted;
        await handle.signal(cancelledBySignal, { userId: 3 });
        await handle.cancel();
      }
      await handle.result().catch(() => undefined);
      const history = await handle.fetchHistory();
      expect(history.events?.length).toBeGreaterThan(0);
      writeFileSync(new URL(`../replay/histories/${name}.json`, import.meta.url), withoutPaths(historyToJSON(history)));
    });
  });
});
