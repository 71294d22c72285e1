import { describe, expect, it } from 'vitest';
import type { PlayEvent } from '../../../domain/provisioning/play-events.ts';
import { type PlayExpectation, type PlayExit, outcomeOf } from '../../../domain/provisioning/play-outcome.ts';
import { afterEvent, noProgress } from '../../../domain/provisioning/play-progress.ts';
import { taskResult, taskStart } from './events.ts';

const ended: PlayExit = { exitCode: 0, signal: null, cause: null, stdout: '', stderr: '' };
const provision: PlayExpectation = { action: 'provision', guards: 0, timeoutSeconds: 60 };
const deprovision: PlayExpectation = { action: 'deprovision', guards: 1, timeoutSeconds: 60 };
const progressOf = (events: PlayEvent[]): ReturnType<typeof noProgress> => events.reduce(afterEvent, noProgress());

const broken = taskResult({ name: 'Create', status: 'rescued', rescuedBy: 'block', message: 'Task failed: Module failed: Status code was 500' });
const finalCheck = taskResult({
  name: 'Final',
  action: 'assert',
  status: 'failed',
  section: 'rescue',
  rescueOf: 'block',
  last: true,
  message: 'Assertion failed',
});
const undoBroke = taskResult({ name: 'Undo', status: 'failed', section: 'rescue', rescueOf: 'block', message: 'refused' });
const undoIgnored = taskResult({ name: 'Undo', status: 'ignored', section: 'rescue', rescueOf: 'block', message: 'not there' });
const guard = taskResult({ name: 'Skip to clean-up', status: 'rescued', rescuedBy: 'block' });

describe('outcomeOf', () => {
  it('finds the task that began a roll-back behind the check that ended it', () => {
    expect(outcomeOf({ ...ended, exitCode: 2 }, progressOf([broken, undoIgnored, finalCheck]), provision)).toMatchObject({
      status: 'failed',
      cleanedUp: true,
      reason: 'Task "Create" failed: Status code was 500',
      failedTask: { name: 'Create' },
      cleanUpFailures: [{ name: 'Undo', message: 'not there' }],
    });
  });

  it('says where a clean-up stopped', () => {
    expect(outcomeOf({ ...ended, exitCode: 2 }, progressOf([broken, undoBroke]), provision)).toMatchObject({
      cleanedUp: false,
      reason: 'Task "Create" failed: Status code was 500 The play\'s own clean-up stopped at "Undo": refused',
    });
  });

  it('calls an undefined variable fatal, wherever the play ended, and lists common causes', () => {
    const undefinedVariable = taskResult({ status: 'rescued', rescuedBy: 'block', message: "'x' is undefined" });
    const outcome = outcomeOf({ ...ended, exitCode: 2 }, progressOf([undefinedVariable, finalCheck]), provision);
    expect(outcome).toMatchObject({ status: 'fatal', fatalKind: 'undefined_variable', cleanedUp: true });
    expect(outcome.commonCauses?.[0]).toContain('provisioning_json_vars');
  });

  it.each([
    [4, '[ERROR]: YAML parsing failed: bad\n', 'syntax_error', 'The play cannot be read: YAML parsing failed: bad'],
    [1, '[ERROR]: the playbook: x.yaml could not be found\n', 'missing_play', 'The play was not found: the playbook: x.yaml could not be found'],
    [250, '', 'unexpected', 'Ansible could not run the play: Ansible ended with exit code 250'],
  ])('tells exit code %i with %j as %s', (exitCode, stderr, fatalKind, reason) => {
    expect(outcomeOf({ ...ended, exitCode, stderr }, noProgress(), provision)).toMatchObject({ status: 'fatal', fatalKind, reason, tasksStarted: 0 });
  });

  it.each([
    ['timeout', { cause: 'timeout', signal: 9 }, 'timeout', 'The play ran longer than 60 s and was stopped during "Loop".'],
    ['cancelled', { cause: 'cancelled', signal: 9 }, 'killed', 'The play was cancelled during "Loop".'],
    ['a signal', { signal: 9 }, 'killed', 'The play\'s process was killed by signal 9 during "Loop".'],
    ['a dead task worker', { exitCode: 1, stderr: 'A worker was found in a dead state' }, 'killed', 'One of the play\'s processes was killed during "Loop".'],
  ])('names the task that %s interrupted', (_, exit, status, reason) => {
    const progress = progressOf([taskStart({ name: 'Loop' })]);
    expect(outcomeOf({ ...ended, exitCode: null, ...exit }, progress, provision)).toMatchObject({
      status,
      reason,
      interruptedTask: { name: 'Loop' },
      tasksStarted: 1,
    });
  });

  it('takes a deprovision run for clean whose only failure is the final check, and for failed otherwise', () => {
    const failed = { ...ended, exitCode: 2 };
    expect(outcomeOf(ended, progressOf([guard]), deprovision)).toMatchObject({ status: 'ok', cleanedUp: true });
    expect(outcomeOf(failed, progressOf([guard, undoIgnored, finalCheck]), deprovision)).toMatchObject({ status: 'ok', cleanedUp: true });
    expect(outcomeOf(failed, progressOf([guard, undoBroke]), deprovision)).toMatchObject({ status: 'failed', cleanedUp: false });
    expect(outcomeOf(failed, progressOf([guard, finalCheck]), { ...deprovision, guards: 2 })).toMatchObject({ status: 'failed', cleanedUp: false });
  });

  it('mentions a failure that a rescue without a final check took care of', () => {
    expect(outcomeOf(ended, progressOf([broken]), provision)).toMatchObject({ status: 'ok', reason: 'The play succeeded; its rescue took care of "Create".' });
  });
});
