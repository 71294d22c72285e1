import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { DomainError } from '../../../domain/errors.ts';
import type { PlayAddresses } from '../../../domain/provisioning/play-addresses.ts';
import { type PlayConfig, playConfigYaml, withAliases } from '../../../domain/provisioning/play-config.ts';
import { countTasks, describePlay, type PlayTaskCount } from '../../../domain/provisioning/play-count.ts';
import { playFileName } from '../../../domain/provisioning/play-name.ts';
import { encodePlayVariables, playVariableFaults, type PlayVariables } from '../../../domain/provisioning/play-variables.ts';
import { runFiles, shippedPlaysDirectory } from './play-locations.ts';
import { snapshotPlays } from './play-snapshot.ts';

export interface PrepareRunInput {
  /** Made new, mode 0700; one per provision and attempt. */
  runDirectory: string;
  /** `play_x` or `play_x.yaml`. */
  play: string;
  /** Deprovision makes the snapshot run its clean-up only. */
  action: 'provision' | 'deprovision';
  variables: PlayVariables;
  /** The effective configuration as plays may see it. */
  config: PlayConfig;
  addresses: PlayAddresses;
  /** Facts and results of the attempt that is being cleaned up, below all other variables. */
  recorded?: PlayVariables;
  playsDirectory?: string;
}

/** What a run directory was made for; kept in it as `run.json`. */
export interface PreparedRun {
  runDirectory: string;
  /** Path of the play within the run directory. */
  playFile: string;
  playExists: boolean;
  action: 'provision' | 'deprovision';
  /** Blocks that jump to their rescue in a deprovision run; 0: the play has no clean-up of its own. */
  guards: number;
  description: string | null;
  taskCount: PlayTaskCount;
  /** SHA-256 over names and contents of all plays as they were found. */
  digest: string;
}

const manifest = z.object({
  playFile: z.string(),
  playExists: z.boolean(),
  action: z.enum(['provision', 'deprovision']),
  guards: z.number(),
  description: z.string().nullable(),
  taskCount: z.object({ forward: z.number(), cleanUp: z.number() }),
  digest: z.string(),
});

/**
 * Lays out everything one attempt of a play needs. Throws a validation error for a name or variables a play must
 * not have, and refuses a directory whose processes may still run (see `killStaleAttempt`).
 */
export async function prepareRunDirectory(input: PrepareRunInput): Promise<PreparedRun> {
  const fileName = playFileName(input.play);
  const variables = input.action === 'deprovision' ? { ...input.variables, action: 'deprovision' } : { action: 'provision', ...input.variables };
  const faults = playVariableFaults(variables);
  const [fault] = faults;
  if (fault !== undefined) throw new DomainError('validation', `${fault.field}: ${fault.message}`, { faults });
  const runDirectory = path.resolve(input.runDirectory);
  await renew(runDirectory);
  const snapshot = await snapshotPlays({
    from: input.playsDirectory ?? shippedPlaysDirectory,
    to: path.join(runDirectory, runFiles.plays),
    addresses: input.addresses,
    deprovision: input.action === 'deprovision' ? fileName : undefined,
  });
  await writeConfiguration(runDirectory, input);
  await writePrivate(path.join(runDirectory, runFiles.variables), encodePlayVariables(variables));
  const text = snapshot.texts.get(fileName);
  const prepared = {
    playFile: path.posix.join(runFiles.plays, fileName),
    playExists: text !== undefined,
    action: input.action,
    guards: snapshot.guards,
    description: describePlay(text ?? '') ?? null,
    taskCount: countTasks(fileName, snapshot.texts),
    digest: snapshot.digest,
  };
  await writePrivate(path.join(runDirectory, runFiles.manifest), JSON.stringify(prepared));
  return { runDirectory, ...prepared };
}

/** Reads back what `prepareRunDirectory` made. */
export async function readPreparedRun(runDirectory: string): Promise<PreparedRun> {
  const text = await readFile(path.join(runDirectory, runFiles.manifest), 'utf8');
  return { runDirectory: path.resolve(runDirectory), ...manifest.parse(JSON.parse(text)) };
}

async function renew(runDirectory: string): Promise<void> {
  const attempt = await readFile(path.join(runDirectory, runFiles.attempt)).catch(() => undefined);
  if (attempt !== undefined) throw new Error(`${runDirectory} belongs to an attempt that may still be running`);
  await rm(runDirectory, { recursive: true, force: true });
  for (const folder of ['home', 'tmp', runFiles.plays]) {
    await mkdir(path.join(runDirectory, folder), { recursive: true, mode: 0o700 });
  }
}

/** Original plays read `../../crm_config.yaml`, some `../crm_config.yaml`. */
async function writeConfiguration(runDirectory: string, input: PrepareRunInput): Promise<void> {
  const yaml = playConfigYaml(input.config);
  await writePrivate(path.join(runDirectory, 'crm_config.yaml'), yaml);
  await writePrivate(path.join(runDirectory, 'playbooks/crm_config.yaml'), yaml);
  // Some original plays use crm_config without loading it, and clean-up starts before the tasks that would have loaded
  // or found something. As host variables these give way to everything a play sets itself.
  const recorded = input.action === 'deprovision' ? input.recorded : {};
  const known = { ...recorded, crm_config: withAliases(input.config) };
  const folder = path.join(runDirectory, runFiles.plays, 'host_vars');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writePrivate(path.join(folder, 'localhost.json'), encodePlayVariables(known));
}

const writePrivate = (file: string, text: string): Promise<void> => writeFile(file, text, { mode: 0o600 });
