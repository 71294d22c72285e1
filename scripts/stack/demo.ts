import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApplicationContext, applicationEnvironment, nodeCommand } from './application.ts';
import { type StackSecrets, writePrivately } from './secrets.ts';
import type { StackContext } from './stack-context.ts';

/** A person who can sign in to the demo. */
export interface DemoLogin {
  role: string;
  email: string;
  password: string;
  totp_secret?: string;
}

/** `demo.json` of the data directory: where everything is and how to get in. */
export interface DemoFile {
  urls: { portal: string; api: string; docs: string; temporal: string };
  logins: DemoLogin[];
  api_key?: string;
  sandboxes: { mailjet: string; smsc: string; hss: string; cbc: string };
}

const loginsFile = (dataDir: string): string => join(dataDir, 'demo-logins.json');

/** Makes the demo operator in an empty system; `scripts/demo-data.ts` leaves one that is there alone and keeps its logins in DEMO_LOGINS_FILE. */
export async function makeDemoData({ supervisor }: StackContext, application: ApplicationContext): Promise<void> {
  const { root, dataDir } = application.settings;
  await supervisor.run('demo-data', nodeCommand(join(root, 'scripts/demo-data.ts')), {
    cwd: root,
    env: { ...applicationEnvironment(application), DEMO_LOGINS_FILE: loginsFile(dataDir) },
  });
}

/** Writes `demo.json` (mode 0600) and returns what is in it. */
export function writeDemoFile({ settings, config }: ApplicationContext, secrets: StackSecrets, demo: boolean): DemoFile {
  const local = (port: number): string => `http://127.0.0.1:${port}`;
  const { api, sandboxMailjet, sandboxSmsc, sandboxHss, sandboxCbc } = settings.ports;
  const logins = loginsFile(settings.dataDir);
  const file: DemoFile = {
    urls: { portal: config.web.public_url, api: local(api), docs: `${config.web.public_url}/crm/docs/`, temporal: config.temporal.ui_url },
    logins: demo && existsSync(logins) ? (JSON.parse(readFileSync(logins, 'utf8')) as DemoLogin[]) : [],
    ...(demo ? { api_key: secrets.demoApiKey } : {}),
    sandboxes: { mailjet: local(sandboxMailjet), smsc: local(sandboxSmsc), hss: local(sandboxHss), cbc: local(sandboxCbc) },
  };
  writePrivately(join(settings.dataDir, 'demo.json'), JSON.stringify(file, null, 2));
  return file;
}
