import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type PlayAddresses, replaceAddresses } from '../../../domain/provisioning/play-addresses.ts';
import { toDeprovisionPlay } from '../../../domain/provisioning/play-deprovision.ts';
import { quoteBareTemplates } from '../../../domain/provisioning/play-repair.ts';

export interface SnapshotInput {
  from: string;
  to: string;
  addresses: PlayAddresses;
  /** File of the play that is to run its clean-up only. */
  deprovision: string | undefined;
}

export interface PlaySnapshot {
  /** Texts of the play and task files as they will run, by name; those in subfolders are not among them. */
  texts: Map<string, string>;
  guards: number;
  digest: string;
}

/** Copies a folder of plays, so that a run is not touched by edits, and makes unchanged original plays fit this system. */
export async function snapshotPlays(input: SnapshotInput): Promise<PlaySnapshot> {
  const root = await realpath(input.from);
  const texts = new Map<string, string>();
  const hash = createHash('sha256');
  let guards = 0;
  for (const name of await filesUnder(root)) {
    const content = await readWithin(root, name);
    hash.update(`${name}\0${content.length}\0`).update(content);
    const target = path.join(input.to, name);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    if (!/\.(ya?ml|j2)$/.test(name)) {
      await writeFile(target, content, { mode: 0o600 });
      continue;
    }
    const adapted = adapt(name, content.toString('utf8'), input);
    if (name === input.deprovision) guards = adapted.guards;
    texts.set(name, adapted.text);
    await writeFile(target, adapted.text, { mode: 0o600 });
  }
  return { texts, guards, digest: hash.digest('hex') };
}

function adapt(name: string, original: string, input: SnapshotInput): { text: string; guards: number } {
  const text = replaceAddresses(original, input.addresses);
  if (name.endsWith('.j2')) return { text, guards: 0 };
  const repaired = quoteBareTemplates(text);
  return input.deprovision === undefined ? { text: repaired, guards: 0 } : toDeprovisionPlay(repaired);
}

/** Files of a folder and its subfolders, sorted; hidden ones (editors' and mounts' own) are left out. */
async function filesUnder(root: string, folder = ''): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter(({ name }) => !name.startsWith('.') && name !== '__pycache__')) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesUnder(root, name)));
    else if (entry.isFile() || entry.isSymbolicLink()) found.push(name);
  }
  return found.toSorted();
}

/** Reads a file of the folder; a link may point elsewhere within it (as mounted volumes do) but never out of it. */
async function readWithin(root: string, name: string): Promise<Buffer> {
  const target = await realpath(path.join(root, name));
  if (!target.startsWith(root + path.sep)) throw new Error(`${name} in the folder of plays is a link to a file outside it`);
  return readFile(target);
}
