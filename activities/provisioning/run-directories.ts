import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Directory of one attempt of a job's play. */
export const runDirectoryOf = (runsDirectory: string, provisionId: number, attempt: number): string => join(runsDirectory, `${provisionId}-${attempt}`);

/** Directories of a job's attempts before `attempt` that are still on this machine. */
export async function olderRunDirectories(runsDirectory: string, provisionId: number, attempt: number): Promise<string[]> {
  const names = await readdir(runsDirectory).catch(() => []);
  const older = names.filter((name) => {
    const [id, number] = name.split('-').map(Number);
    return id === provisionId && number !== undefined && number < attempt;
  });
  return older.map((name) => join(runsDirectory, name));
}

/** Removes a run directory: it holds the play's token and variables. */
export const removeRunDirectory = (directory: string): Promise<void> => rm(directory, { recursive: true, force: true });
