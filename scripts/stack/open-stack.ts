import { join } from 'node:path';
import { refuseBusyPorts } from './busy-ports.ts';
import { findPython } from './python.ts';
import { keptSecrets, writePrivately } from './secrets.ts';
import type { PortName, StackSettings } from './settings.ts';
import type { StackContext } from './stack-context.ts';
import { Supervisor } from './supervisor.ts';

let running: Supervisor | undefined;

/** Takes the data directory and checks the ports; throws when another copy holds either. */
export async function openStack(settings: StackSettings, ports: PortName[]): Promise<StackContext> {
  const python = await findPython();
  const supervisor = await Supervisor.open(settings, python);
  running = supervisor;
  supervisor.onNotice = (line) => console.log(line);
  supervisor.onPids = (pids) => writePrivately(join(settings.dataDir, 'processes.json'), JSON.stringify(pids, null, 2));
  supervisor.onLost = () => {
    console.error('The guardian of the stack was killed; its parts ended with it.');
    process.exit(1);
  };
  await refuseBusyPorts(settings, ports);
  return { settings, supervisor, secrets: keptSecrets(settings.dataDir), python, note: () => undefined };
}

/** On an error, Ctrl-C, SIGTERM or the loss of start.mjs: stops the stack, then exits; an error is told by its message alone. */
export function stopOnFailure(): void {
  const stop = async (code: number): Promise<void> => {
    await running?.stopAll();
    process.exit(code);
  };
  const fail = (error: unknown): void => {
    console.error(`\n${process.env['DEBUG'] !== undefined && error instanceof Error ? error.stack : error instanceof Error ? error.message : String(error)}`);
    void stop(1);
  };
  // Who read the output may be gone before this ends: saying so would fail again, for ever.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const [signal, code] of Object.entries(codes)) process.on(signal, () => void stop(code));
  // start.mjs holds the other end of this pipe; it closes when that process is killed.
  if (process.env['LINEWRIGHT_LIFELINE'] !== undefined)
    process.stdin
      .on('close', () => void stop(1))
      .on('error', () => undefined)
      .resume();
}
