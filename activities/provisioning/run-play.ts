import { Context } from '@temporalio/activity';
import { signToken } from '../../domain/identity/access-token.ts';
import { beginAttempt, noteReason } from '../../domain/provisioning/attempts.ts';
import { DomainError } from '../../domain/errors.ts';
import { assignPlay, type PlayAssignment } from '../../domain/provisioning/play-assignment.ts';
import { openPlayJournal, type PlayJournal } from '../../domain/provisioning/play-journal.ts';
import type { PlayOutcome } from '../../domain/provisioning/play-outcome.ts';
import { environmentForPlays, secretsOfSettings, settingsForPlays } from '../../domain/provisioning/play-settings.ts';
import { fatalEventName } from '../../domain/provisioning/read-failure.ts';
import { redactResult, redactText, secretsIn } from '../../domain/provisioning/redact.ts';
import type { PlayRunner } from '../adapters/ansible/play-runner.ts';
import { prepareRunDirectory, type PreparedRun } from '../adapters/ansible/run-directory.ts';
import { cleanUpWatch } from './clean-up-watch.ts';
import type { PlayActivities, PlayHeartbeat, RunPlayInput, RunPlayResult } from './contract.ts';
import { type ProvisioningDeps, session } from './deps.ts';
import { removeRunDirectory, runDirectoryOf } from './run-directories.ts';

/** What running plays needs beside the rest. */
export interface PlayDeps extends ProvisioningDeps {
  runner: PlayRunner;
  playsDirectory?: string;
}

/** How often a running play says that it lives, milliseconds; its worker counts as lost after 6 s of silence. */
const pulseMs = 1000;
/** How much longer than the play its token lives, seconds. */
const tokenGraceSeconds = 60;

/** The step that runs Ansible. */
export const createPlayActivities = (deps: PlayDeps): PlayActivities => ({
  runPlay: async (input) => {
    const context = Context.current();
    const heartbeat: PlayHeartbeat = { host: deps.host };
    context.heartbeat(heartbeat);
    const pulse = setInterval(() => context.heartbeat(heartbeat), pulseMs);
    const runDirectory = runDirectoryOf(deps.runsDirectory, input.provisionId, input.attempt);
    try {
      return await runOnce(deps, input, runDirectory, context.cancellationSignal);
    } finally {
      clearInterval(pulse);
      await removeRunDirectory(runDirectory);
    }
  },
});

async function runOnce(deps: PlayDeps, input: RunPlayInput, runDirectory: string, signal: AbortSignal): Promise<RunPlayResult> {
  const { config } = deps;
  const { provisionId, attempt, action } = input;
  const assignment = await assignPlay(session(deps), config.jwt_secret, provisionId, action);
  if (assignment.nothingToCleanUp) return { status: 'ok', began: false, cleanedUp: true, skipped: 'No task of the play had begun.' };
  const token = await signToken(config.jwt_secret, { kind: 'play', provisionId, attempt }, config.provisioning.play_timeout_seconds + tokenGraceSeconds);
  // A play may show what it was given: `msg: "Logging in with {{ password }}"`.
  const secrets = [token, ...secretsOfSettings(config), ...secretsIn(assignment.variables), ...secretsIn(assignment.recorded)];
  const prepared = await prepare(deps, input, assignment, runDirectory, token);
  await beginAttempt(session(deps), { provisionId, attempt, action, ...describe(prepared, action) });
  const journal = await openPlayJournal({ provisionId, attempt, sealSecret: config.jwt_secret, secrets, fork: () => session(deps) });
  if (prepared instanceof DomainError) {
    await journal.addEvent(fatalEventName, 2, { exit_code: null, stdout: '', stderr: prepared.message, common_causes: [], variables: assignment.variables });
    await noteReason(session(deps), provisionId, prepared.message);
    return { status: 'fatal', began: false, cleanedUp: false };
  }
  const watch = cleanUpWatch();
  const outcome = await deps.runner.run(
    { runDirectory, timeoutSeconds: config.provisioning.play_timeout_seconds, environment: environmentForPlays(config) },
    {
      signal,
      onEvent: async (event) => {
        await journal.record(event);
        watch.see(event);
      },
    },
  );
  await noteBadEnd(deps, input, { outcome, assignment, secrets, journal });
  const cleanedUp = watch.cleanedUp() || (action === 'deprovision' && outcome.status === 'ok');
  return {
    status: outcome.status,
    began: outcome.tasksStarted > 0,
    cleanedUp,
    ...(prepared.guards === 0 && action === 'deprovision' ? { skipped: redactText(outcome.reason, { secrets }) } : {}),
  };
}

/** Lays the run out; a play or variables that cannot be used come back as the error, for the job to show. */
async function prepare(
  deps: PlayDeps,
  { action }: RunPlayInput,
  assignment: PlayAssignment,
  runDirectory: string,
  token: string,
): Promise<PreparedRun | DomainError> {
  const { crm, mailjet } = deps.config;
  try {
    return await prepareRunDirectory({
      runDirectory,
      play: assignment.play,
      action,
      variables: { ...assignment.variables, access_token: token },
      recorded: assignment.recorded,
      config: settingsForPlays(deps.config),
      addresses: { crmBaseUrl: crm.base_url, mailjetBaseUrl: mailjet.base_url },
      ...(deps.playsDirectory === undefined ? {} : { playsDirectory: deps.playsDirectory }),
    });
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

function describe(
  prepared: PreparedRun | DomainError,
  action: RunPlayInput['action'],
): { description: string | null; taskCount: number; digest: string | null } {
  if (prepared instanceof DomainError) return { description: null, taskCount: 0, digest: null };
  const { description, taskCount, digest } = prepared;
  return { description, taskCount: action === 'provision' ? taskCount.forward : taskCount.cleanUp, digest };
}

interface BadEnd {
  outcome: PlayOutcome;
  assignment: PlayAssignment;
  secrets: string[];
  journal: PlayJournal;
}

/** A play that did not succeed leaves its reason, and a fatal error what Ansible printed (chapter 18). */
async function noteBadEnd(deps: PlayDeps, { provisionId }: RunPlayInput, { outcome, assignment, secrets, journal }: BadEnd): Promise<void> {
  if (outcome.status === 'ok' || outcome.status === 'killed') return;
  if (outcome.status === 'fatal') {
    const { exitCode, stdout, stderr, commonCauses = [], reason } = outcome;
    const variables = redactResult(assignment.variables, { secrets });
    await journal.addEvent(fatalEventName, 2, { msg: reason, exit_code: exitCode, stdout, stderr, common_causes: commonCauses, variables });
  }
  await noteReason(session(deps), provisionId, redactText(outcome.reason, { secrets }));
}
