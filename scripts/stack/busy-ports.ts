import { createServer } from 'node:net';
import type { PortName, StackSettings } from './settings.ts';

const owners: Record<PortName, string> = {
  api: 'the API',
  web: 'the portal',
  temporal: 'Temporal',
  temporalUi: "Temporal's UI",
  cgratesHttp: 'CGRateS (HTTP)',
  cgratesJson: 'CGRateS (JSON-RPC)',
  cgratesGob: 'CGRateS (GOB)',
  postgres: 'PostgreSQL',
  redis: 'Redis behind CGRateS',
  sandboxMailjet: 'the Mailjet sandbox',
  sandboxSmsc: 'the SMSC sandbox',
  sandboxHss: 'the HSS sandbox',
  sandboxCbc: 'the CBC sandbox',
};

/** Throws one error that names every port in use, what it is for, and the setting that moves it. */
export async function refuseBusyPorts(settings: StackSettings, needed: PortName[]): Promise<void> {
  const answers = await Promise.all(needed.map(async (name) => ((await isFree(settings.ports[name])) ? undefined : name)));
  const busy = answers.filter((name) => name !== undefined);
  if (busy.length === 0) return;
  const lines = busy.map((name) => `  - port ${settings.ports[name]} for ${owners[name]} is in use`);
  throw new Error(
    [
      'The stack cannot start:',
      ...lines,
      `Set PORT_OFFSET (now ${settings.portOffset}) to move all ports, for example: PORT_OFFSET=${settings.portOffset + 1000} npm start`,
    ].join('\n'),
  );
}

/** Whether nothing listens on a loopback port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
