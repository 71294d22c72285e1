import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportActivities, ImportEnd } from '../../../activities/inventory/contract.ts';
import { type ImportInput, importWorkflowType } from '../../../workflows/inventory/import.contract.ts';
import { broken, startTestServer, withWorker } from '../support.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTestServer();
});
afterAll(() => env?.teardown());

interface Mocked {
  log: string[];
  ends: ImportEnd[];
  activities: ImportActivities;
}

/** A list of three batches; `overrides` replace single steps. */
function mocked(overrides: Partial<ImportActivities> = {}): Mocked {
  const log: string[] = [];
  const ends: ImportEnd[] = [];
  const base: ImportActivities = {
    beginImport: async () => ({ doneRows: 0, isStaged: false }),
    stageImportRows: async () => undefined,
    processImportRows: async ({ fromRow }) => ({ doneRows: fromRow + 500, isFinished: fromRow + 500 >= 1500 }),
    undoImport: async () => undefined,
    finishImport: async ({ end }) => void ends.push(end),
  };
  const all = { ...base, ...overrides };
  const logged = Object.entries(all).map(([name, run]) => [
    name,
    (input: { fromRow?: number }) => {
      log.push(input.fromRow === undefined ? name : `${name} ${input.fromRow}`);
      return (run as (input: unknown) => unknown)(input);
    },
  ]);
  return { log, ends, activities: Object.fromEntries(logged) as ImportActivities };
}

const input = (mode: ImportInput['mode'] = 'import'): ImportInput => ({ importId: 7, mode, userId: 1, userLabel: 'me', start: null });

const run = <T>(job: Mocked, mode: ImportInput['mode'], work: (handle: WorkflowHandle) => Promise<T>): Promise<T> =>
  withWorker(env, job.activities, async (taskQueue) =>
    work(await env.client.workflow.start(importWorkflowType, { workflowId: `inventory-import-${randomUUID()}`, taskQueue, args: [input(mode)] })),
  );
const outcome = (handle: WorkflowHandle): Promise<unknown> =>
  handle.result().then(
    () => 'succeeded',
    () => 'failed',
  );

describe('an import', () => {
  it.each(['check', 'import'] as const)('in mode %s reads the list and goes through its batches in order', async (mode) => {
    const job = mocked();
    expect(await run(job, mode, outcome)).toBe('succeeded');
    expect(job.log).toEqual(['beginImport', 'stageImportRows', 'processImportRows 0', 'processImportRows 500', 'processImportRows 1000', 'finishImport']);
    expect(job.ends).toEqual([{ result: 'done' }]);
  });

  it('goes on after the last row that was done, without reading the list again', async () => {
    const job = mocked({ beginImport: async () => ({ doneRows: 1000, isStaged: true }) });
    expect(await run(job, 'import', outcome)).toBe('succeeded');
    expect(job.log).toEqual(['beginImport', 'processImportRows 1000', 'finishImport']);
  });

  it('repeats a batch whose worker was lost, and believes the answer about how far it is', async () => {
    let calls = 0;
    const job = mocked({
      processImportRows: async ({ fromRow }) => {
        calls += 1;
        if (calls === 2) throw new Error('connection lost after the commit');
        return fromRow === 500 ? { doneRows: 1500, isFinished: true } : { doneRows: 500, isFinished: false };
      },
    });
    expect(await run(job, 'import', outcome)).toBe('succeeded');
    expect(job.log.filter((line) => line.startsWith('process'))).toEqual(['processImportRows 0', 'processImportRows 500', 'processImportRows 500']);
  });

  it('undoes in one step', async () => {
    const job = mocked();
    expect(await run(job, 'undo', outcome)).toBe('succeeded');
    expect(job.log).toEqual(['beginImport', 'undoImport', 'finishImport']);
  });

  it('that may not begin changes nothing', async () => {
    const job = mocked({ beginImport: async () => broken('precondition') });
    expect(await run(job, 'import', outcome)).toBe('failed');
    expect(job.log).toEqual(['beginImport']);
  });

  it.each([
    ['stageImportRows', 'import'],
    ['processImportRows', 'check'],
    ['processImportRows', 'import'],
    ['undoImport', 'undo'],
  ] as const)('whose %s fails in mode %s is marked as failed, with the reason', async (step, mode) => {
    const job = mocked({ [step]: async () => broken() });
    expect(await run(job, mode, outcome)).toBe('failed');
    expect(job.log.at(-1)).toBe('finishImport');
    expect(job.ends).toEqual([{ result: 'failed', reason: 'broken on purpose' }]);
  });

  it.each([
    ['check', /check it once more/],
    ['import', /Resume or undo/],
  ] as const)('that breaks for an inner reason in mode %s says what to do next', async (mode, hint) => {
    const job = mocked({ processImportRows: async () => broken('Error') });
    expect(await run(job, mode, outcome)).toBe('failed');
    expect(job.ends).toEqual([{ result: 'failed', reason: expect.stringMatching(hint) }]);
  });

  it('has its end written down however often that fails at first', async () => {
    let calls = 0;
    const ends: ImportEnd[] = [];
    const job = mocked({
      finishImport: async ({ end }) => {
        calls += 1;
        // Longer than any other step would be tried: at five seconds a try that is some twenty minutes.
        if (calls < 240) throw new Error('the database is away');
        ends.push(end);
      },
    });
    expect(await run(job, 'import', outcome)).toBe('succeeded');
    expect(ends).toEqual([{ result: 'done' }]);
    expect(new Set(job.log.slice(-240))).toEqual(new Set(['finishImport']));
  });

  it('whose end cannot be written down fails, and goes on when it is begun again', async () => {
    const stuck = mocked({ finishImport: async () => broken('not_found') });
    expect(await run(stuck, 'import', outcome)).toBe('failed');
    const again = mocked({
      beginImport: async () => ({ doneRows: 1500, isStaged: true }),
      processImportRows: async () => ({ doneRows: 1500, isFinished: true }),
    });
    expect(await run(again, 'import', outcome)).toBe('succeeded');
    expect(again.ends).toEqual([{ result: 'done' }]);
  });

  it('that failed in the middle goes on there, or is undone', async () => {
    let done = 0;
    let isBroken = true;
    const rows = {
      beginImport: async () => ({ doneRows: done, isStaged: done > 0 }),
      processImportRows: async ({ fromRow }: { fromRow: number }) => {
        if (fromRow === 500 && isBroken) return broken();
        done = fromRow + 500;
        return { doneRows: done, isFinished: done === 1500 };
      },
      undoImport: async () => void (done = 0),
    };
    expect(await run(mocked(rows), 'import', outcome)).toBe('failed');
    expect(done).toBe(500);
    isBroken = false;
    const resumed = mocked(rows);
    expect(await run(resumed, 'import', outcome)).toBe('succeeded');
    expect(resumed.log).toEqual(['beginImport', 'processImportRows 500', 'processImportRows 1000', 'finishImport']);
    const undone = mocked(rows);
    expect(await run(undone, 'undo', outcome)).toBe('succeeded');
    expect([done, undone.log]).toEqual([0, ['beginImport', 'undoImport', 'finishImport']]);
  });

  it('that is cancelled keeps what is done and says so', async () => {
    const reached = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const job = mocked({
      processImportRows: async ({ fromRow }) => {
        if (fromRow === 500) {
          reached.resolve();
          await goOn.promise;
        }
        return { doneRows: fromRow + 500, isFinished: false };
      },
    });
    const ended = await run(job, 'import', async (handle) => {
      await reached.promise;
      await handle.cancel();
      const end = await outcome(handle);
      goOn.resolve();
      return end;
    });
    expect(ended).toBe('failed');
    expect(job.ends).toEqual([{ result: 'cancelled', reason: 'Cancelled.' }]);
  });
});
