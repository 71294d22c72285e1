import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** What a short command prints, or undefined when it is missing or fails. */
export async function tryCommand(command: string, args: string[]): Promise<string | undefined> {
  try {
    return (await execute(command, args, { timeout: 20_000 })).stdout.trim();
  } catch {
    return undefined;
  }
}
