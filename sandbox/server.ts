import { join } from 'node:path';
import { ConfigError, loadConfig } from '../domain/settings/load-config.ts';
import { type SandboxName, sandboxPorts, startSandboxes } from './start-sandboxes.ts';

/** Starts all sandboxes and stops them on SIGTERM or SIGINT; a port is SANDBOX_<NAME>_PORT, else the usual one plus PORT_OFFSET. */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const portOf = (name: SandboxName): number => Number(env[`SANDBOX_${name.toUpperCase()}_PORT`] ?? sandboxPorts[name] + Number(env['PORT_OFFSET'] ?? 0));
  const ports = { mailjet: portOf('mailjet'), smsc: portOf('smsc'), hss: portOf('hss'), cbc: portOf('cbc') };
  const running = await startSandboxes({ config: loadConfig({ env }), ports, folder: join(env['DATA_DIR'] ?? '.data', 'sandbox') });
  for (const [name, url] of Object.entries(running.urls)) process.stdout.write(`${name}: ${url}\n`);
  const stop = () => void running.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main(process.env).catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError || error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
