import { commonCausesOf, type FatalKind, fatalKindOf, firstErrorIn, isUndefinedVariable } from './play-failure.ts';
import { isFinalCheck, type PlayProgress, rootFailure, type TaskFailure } from './play-progress.ts';

/** How a play's process ended; `cause` says who ended it when it did not end by itself. */
export interface PlayExit {
  exitCode: number | null;
  signal: number | null;
  cause: string | null;
  stdout: string;
  stderr: string;
}

export type PlayStatus = 'ok' | 'failed' | 'fatal' | 'killed' | 'timeout';

/** The end of a play, in words a person can act on. Output is as Ansible printed it: redact before storing. */
export interface PlayOutcome extends PlayExit {
  status: PlayStatus;
  reason: string;
  failedTask?: { name: string; action: string; message: string };
  /** The task that was running when the play was killed: it may or may not have acted. */
  interruptedTask?: { name: string; action: string };
  fatalKind?: FatalKind;
  commonCauses?: string[];
  /** The play's own clean-up ran to its end; what it ignored on the way is in `cleanUpFailures`. */
  cleanedUp: boolean;
  /** Failures the play itself ignored while cleaning up. */
  cleanUpFailures: { name: string; message: string }[];
  tasksStarted: number;
}

/** What was asked of the play; `guards` blocks must reach their clean-up in a deprovision run. */
export interface PlayExpectation {
  action: 'provision' | 'deprovision';
  guards: number;
  timeoutSeconds: number;
}

/** Judges the end of a play from its events and its process. */
export function outcomeOf(exit: PlayExit, progress: PlayProgress, expected: PlayExpectation): PlayOutcome {
  const cleanUpFailures = progress.ignored.filter(({ section }) => section === 'rescue').map(({ name, message }) => ({ name, message }));
  const base = { ...exit, cleanedUp: false, cleanUpFailures, tasksStarted: progress.tasksStarted };
  const deprovision = expected.action === 'deprovision';
  const ended = interruption(exit, progress, expected);
  if (ended !== undefined) return { ...base, ...ended };
  if (exit.exitCode === 0) return { ...base, status: 'ok', cleanedUp: deprovision, reason: successIn(progress, expected) };
  const root = rootFailure(progress);
  if (root === undefined) return { ...base, ...fatal(exit) };
  if (deprovision && isCleanEnd(progress, expected)) {
    return { ...base, status: 'ok', cleanedUp: true, reason: 'The clean-up ran; the play ends it with a check that fails for every action.' };
  }
  const last = progress.failures.at(-1);
  return { ...base, cleanedUp: !deprovision && last !== undefined && isFinalCheck(last), ...failed(root, progress) };
}

function successIn(progress: PlayProgress, expected: PlayExpectation): string {
  if (expected.action === 'deprovision') return 'The clean-up ran.';
  const handled = progress.failures[0];
  return handled === undefined ? 'The play succeeded.' : `The play succeeded; its rescue took care of "${handled.name}".`;
}

/** Some plays end their rescue with `assert: false`; when nothing else failed, a deprovision run of them is clean. */
function isCleanEnd(progress: PlayProgress, expected: PlayExpectation): boolean {
  return progress.guardsReached >= expected.guards && progress.failures.every(isFinalCheck);
}

function interruption(
  exit: PlayExit,
  progress: PlayProgress,
  expected: PlayExpectation,
): (Partial<PlayOutcome> & { status: PlayStatus; reason: string }) | undefined {
  const dead = /worker was found in a dead state/i.test(exit.stderr + exit.stdout);
  if (exit.cause === null && exit.signal === null && !dead) return undefined;
  const task = progress.running;
  const during = task === undefined ? 'between two tasks' : `during "${task.name}"`;
  const interrupted = task === undefined ? {} : { interruptedTask: { name: task.name, action: task.action } };
  if (exit.cause === 'timeout') {
    return { status: 'timeout', reason: `The play ran longer than ${expected.timeoutSeconds} s and was stopped ${during}.`, ...interrupted };
  }
  return { status: 'killed', reason: `${killer(exit)} ${during}.`, ...interrupted };
}

function killer({ cause, signal }: PlayExit): string {
  if (cause === 'cancelled') return 'The play was cancelled';
  if (cause === 'not acknowledged') return 'The play was stopped because its events were not stored in time';
  if (cause !== null) return `The play was stopped (${cause})`;
  return signal === null ? "One of the play's processes was killed" : `The play's process was killed by signal ${signal}`;
}

function failed(root: TaskFailure, progress: PlayProgress): Partial<PlayOutcome> & { status: PlayStatus; reason: string } {
  const last = progress.failures.at(-1);
  const cleanUp = last !== undefined && last !== root && !isFinalCheck(last) ? ` The play's own clean-up stopped at "${last.name}": ${last.message}` : '';
  const reason = `Task "${root.name}" failed: ${root.message}${cleanUp}`;
  const failedTask = { name: root.name, action: root.action, message: root.message };
  if (!isUndefinedVariable(root.message)) return { status: 'failed', reason, failedTask };
  return { status: 'fatal', reason, failedTask, fatalKind: 'undefined_variable', commonCauses: commonCausesOf('undefined_variable') };
}

function fatal(exit: PlayExit): Partial<PlayOutcome> & { status: PlayStatus; reason: string } {
  const output = `${exit.stderr}\n${exit.stdout}`;
  const fatalKind = fatalKindOf(exit.exitCode, output);
  const detail = firstErrorIn(output) ?? `Ansible ended with exit code ${exit.exitCode}`;
  return { status: 'fatal', reason: `${headline[fatalKind]}: ${detail}`, fatalKind, commonCauses: commonCausesOf(fatalKind) };
}

const headline: Record<FatalKind, string> = {
  syntax_error: 'The play cannot be read',
  undefined_variable: 'The play uses a variable that is not defined',
  missing_play: 'The play was not found',
  unexpected: 'Ansible could not run the play',
};
