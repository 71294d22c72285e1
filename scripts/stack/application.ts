import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../domain/settings/config-schema.ts';
import type { StackSettings } from './settings.ts';
import type { PartSpec } from './supervisor.ts';
import { answersPoller } from './temporal-connection.ts';
import { answersHttp } from './wait-until.ts';

/** What the project's own processes are started with. */
export interface ApplicationContext {
  settings: StackSettings;
  config: Config;
  /** The effective settings file. */
  configFile: string;
}

/** Node and its flags for running a TypeScript file of the project. */
export function nodeCommand(script: string): string[] {
  return [process.execPath, '--disable-warning=ExperimentalWarning', script];
}

/** Environment of every process of the project. */
export function applicationEnvironment({ settings, configFile }: ApplicationContext): Record<string, string> {
  return { NODE_ENV: 'production', CRM_CONFIG: configFile, DATA_DIR: settings.dataDir, PORT_OFFSET: String(settings.portOffset) };
}

/** The HTTP API. */
export function apiPart(context: ApplicationContext): PartSpec {
  const { host, port } = context.config.listen;
  return part(context, { name: 'api', script: 'api/server.ts', stopRank: 4, ready: answersHttp(`http://${loopbackOf(host)}:${port}/crm/health`, () => true) });
}

/** Address one port higher: API and worker read the same settings, and only one of them gets the address there. */
export const nextPort = (listen: string): string => listen.replace(/\d+$/, (port) => String(Number(port) + 1));

/** The Temporal worker; it is ready once Temporal has seen it ask for work. */
export function workerPart(context: ApplicationContext): PartSpec {
  const metricsListen = context.config.telemetry.metrics_listen;
  return part(context, {
    name: 'worker',
    env: metricsListen === undefined ? {} : { METRICS_LISTEN: nextPort(metricsListen) },
    script: 'worker/worker.ts',
    stopRank: 4,
    graceSeconds: 15,
    ready: (pid) => answersPoller(context.config.temporal, `${pid}@${hostname()}`),
  });
}

/** The sandboxes: stand-ins for Mailjet, SMSC, HSS and CBC. */
export function sandboxPart(context: ApplicationContext): PartSpec {
  const { sandboxMailjet, sandboxSmsc, sandboxHss, sandboxCbc } = context.settings.ports;
  const ports = { SANDBOX_MAILJET_PORT: sandboxMailjet, SANDBOX_SMSC_PORT: sandboxSmsc, SANDBOX_HSS_PORT: sandboxHss, SANDBOX_CBC_PORT: sandboxCbc };
  const env = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
  return part(context, { name: 'sandboxes', script: 'sandbox/server.ts', stopRank: 3, env, ready: answersHttp(`http://127.0.0.1:${sandboxMailjet}/`) });
}

/** The built portal. */
export function portalPart(context: ApplicationContext): PartSpec {
  const port = context.settings.ports.web;
  const env = {
    HOST: '127.0.0.1',
    PORT: String(port),
    ORIGIN: context.config.web.public_url,
    API_URL: `http://127.0.0.1:${context.config.listen.port}`,
    // The API has limits of its own; lists and maps of up to 20 MiB must get through.
    BODY_SIZE_LIMIT: '25M',
  };
  return part(context, { name: 'portal', script: 'web/build/index.js', stopRank: 5, env, ready: answersHttp(`http://127.0.0.1:${port}/`) });
}

interface ApplicationPart extends Omit<PartSpec, 'argv'> {
  script: string;
}

function part(context: ApplicationContext, { script, env, ...rest }: ApplicationPart): PartSpec {
  const { root } = context.settings;
  if (!existsSync(join(root, script))) throw new Error(`${script} is missing`);
  return { ...rest, argv: nodeCommand(join(root, script)), cwd: root, env: { ...applicationEnvironment(context), ...env } };
}

const loopbackOf = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host);
