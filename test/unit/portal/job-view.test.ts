import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcessStep, ProvisionEvent } from '#lib/api/provisions-service.ts';
import { mergeEvent } from '#lib/jobs/merge.ts';
import { isUndone, stepRuns } from '#lib/jobs/step-runs.ts';
import { endsRollback } from '#lib/jobs/task-result.ts';
import { latestRuns, taskRuns } from '#lib/jobs/task-runs.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const event = (event_number: number, provisioning_status: number, attempt = 1, second = event_number): ProvisionEvent => ({
  event_number,
  event_name: `Task ${event_number}`,
  attempt,
  action: 'uri',
  provisioning_status,
  provisioning_result_json: null,
  duration_ms: provisioning_status === 1 ? null : 100,
  timestamp: at(second),
});

const step = (seq: number, name: string, more: Partial<ProcessStep> = {}): ProcessStep => ({
  seq,
  run_id: 'first',
  name,
  kind: 'do',
  status: 'done',
  undo: null,
  error: null,
  started_at: at(seq),
  finished_at: at(seq + 1),
  ...more,
});

describe('mergeEvent', () => {
  const finished = [1, 2, 3, 4, 5].map((number) => event(number, 0));
  const started = finished.map((done) => event(done.event_number, 1));

  it('ends in the same list in whatever order loaded and live events arrive', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...started, ...finished, ...finished], { minLength: 15, maxLength: 15 }), (arrivals) => {
        expect(arrivals.reduce(mergeEvent, [] as readonly ProvisionEvent[])).toEqual(finished);
      }),
    );
  });

  it('prefers a later attempt, even while it runs', () => {
    const again = event(1, 1, 2);
    expect([event(1, 0, 1), again, event(1, 2, 1)].reduce(mergeEvent, [] as readonly ProvisionEvent[])).toEqual([again]);
  });
});

describe('stepRuns', () => {
  const reserve = step(1, 'Reserve stock', { undo: 'Release stock' });
  const play = step(2, 'Run the play', { status: 'failed', undo: 'Stop the play, clean up after it, remove its accounts' });
  const stop = step(3, 'Stop the play', { kind: 'undo' });

  it('lists the undos that wait, last registered first, while a job is rolled back', () => {
    const [run] = stepRuns([reserve, play], true);
    expect(run?.undoing.map(({ name, state }) => [name, state])).toEqual([
      ['Stop the play, clean up after it, remove its accounts', 'pending'],
      ['Release stock', 'pending'],
    ]);
  });

  it('takes an undo that has started off the waiting ones, also when it is one of several', () => {
    const [run] = stepRuns([reserve, play, stop], true);
    expect(run?.undoing.map(({ name, state }) => [name, state])).toEqual([
      ['Stop the play', 'done'],
      ['Release stock', 'pending'],
    ]);
  });

  it('calls steps undone when every undo is done or was not needed, and puts what follows after them', () => {
    const release = step(5, 'Release stock', { kind: 'undo' });
    const prove = step(6, 'Check that nothing remains');
    const steps = [reserve, play, stop, step(4, 'Clean up after the play', { kind: 'undo', status: 'skipped' }), release, prove];
    const [run] = stepRuns(steps, false);
    expect(run && [reserve, play].every((entry) => isUndone(entry, run))).toBe(true);
    expect(run?.closing).toEqual([prove]);
  });

  it('does not call a step undone whose undo failed', () => {
    const [run] = stepRuns([reserve, step(3, 'Release stock', { kind: 'undo', status: 'failed' })], false);
    expect(run && isUndone(reserve, run)).toBe(false);
  });

  it('keeps the runs of a retried job apart, with waiting undos for the last only', () => {
    const again = step(9, 'Reserve stock', { run_id: 'second', undo: 'Release stock' });
    const [first, second] = stepRuns([reserve, again], true);
    expect(first?.undoing).toEqual([]);
    expect(second?.undoing).toHaveLength(1);
  });
});

describe('taskRuns', () => {
  const cleanUp = step(5, 'Clean up after the play', { kind: 'undo', started_at: at(10), finished_at: at(20) });

  it('names what ran during an undo a clean-up, and counts plays', () => {
    const events = [event(1, 2, 1, 1), event(2, 0, 2, 11), event(3, 0, 3, 30)];
    expect(taskRuns(events, [cleanUp]).map(({ label }) => label)).toEqual(['Play', 'Clean-up', 'Play, run 2']);
  });

  it('puts what was before a retry aside, but not the play that a clean-up followed', () => {
    const followed = taskRuns([event(1, 2, 1, 1), event(2, 0, 2, 11)], [cleanUp]);
    expect(latestRuns(followed).earlier).toEqual([]);
    const retried = taskRuns([event(1, 2, 1, 1), event(2, 0, 2, 11), event(3, 0, 3, 30)], [cleanUp]);
    expect(latestRuns(retried).earlier).toHaveLength(2);
  });
});

describe('endsRollback', () => {
  it.each(['action == "deprovision"', "action == 'deprovision'", ' action=="deprovision" '])('knows %j as the end of a rescue', (assertion) => {
    expect(endsRollback({ assertion, evaluated_to: false })).toBe(true);
  });

  it.each([{ assertion: 'action == "deprovision" or imsi is defined' }, { msg: 'action == "deprovision"' }, 'action == "deprovision"', null])(
    'takes %j for an error',
    (result) => expect(endsRollback(result)).toBe(false),
  );
});
