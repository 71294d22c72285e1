import { refuseBusyPorts } from './busy-ports.ts';
import { findPython } from './python.ts';
import { keptSecrets } from './secrets.ts';
import { type PortName, stackSettings } from './settings.ts';
import type { StackContext } from './stack-context.ts';
import { Supervisor } from './supervisor.ts';

/** Takes the data directory and checks the ports; on Ctrl-C, SIGTERM or the loss of the parent the stack is stopped and the process exits. */
export async function open(ports: PortName[]): Promise<StackContext> {
  const settings = stackSettings();
  const python = await findPython();
  const supervisor = await Supervisor.open(settings, python);
  supervisor.onNotice = (line) => console.log(line);
  stopWithThisProcess(supervisor);
  await refuseBusyPorts(settings, ports);
  return { settings, supervisor, secrets: keptSecrets(settings.dataDir), python };
}

function stopWithThisProcess(supervisor: Supervisor): void {
  const stop = async (code: number): Promise<void> => {
    await supervisor.stopAll();
    process.exit(code);
  };
  const fail = (error: unknown): void => {
    console.error(error instanceof Error ? error.message : error);
    void stop(1);
  };
  process.on('uncaughtException', fail).on('unhandledRejection', fail);
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) process.on(signal, () => void stop(code));
  supervisor.onLost = () => {
    console.error('The guardian of the stack was killed; its parts ended with it.');
    process.exit(1);
  };
  // start.mjs holds the other end of this pipe: when it is killed, the pipe closes.
  if (process.env['LINEWRIGHT_LIFELINE'] !== undefined) watchLifeline(() => void stop(1));
}

function watchLifeline(onGone: () => void): void {
  process.stdin.on('error', onGone).on('end', onGone).on('close', onGone).resume().unref?.();
}
