import { serve } from '@hono/node-server';
import { pino } from 'pino';
import { createCgratesClient } from '../activities/adapters/cgrates/cgrates-client.ts';
import { sealStoredPasswords } from '../domain/inventory/item-password.ts';
import { initOrm } from '../domain/orm.ts';
import { ConfigError, databaseUrl, loadConfig } from '../domain/settings/load-config.ts';
import { createVault } from '../domain/settings/vault.ts';
import { createApp } from './app.ts';
import { listenLive } from './live/live-hub.ts';
import { watchPrincipals } from './middleware/identity-changes.ts';
import { connectTemporal } from './temporal.ts';

/** Starts the API and stops it cleanly on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = pino({ name: 'api', level: process.env['LOG_LEVEL'] ?? 'info' });
  const orm = await initOrm({ clientUrl: databaseUrl(config) });
  const sealed = await sealStoredPasswords(orm.em.fork(), createVault(config));
  if (sealed > 0) log.info({ sealed }, 'passwords of devices sealed');
  const watched = watchPrincipals(databaseUrl(config));
  const cgrates = createCgratesClient({ address: config.ocs.cgrates, tenant: config.ocs.ocsTenant });
  const temporal = connectTemporal(config.temporal);
  const live = listenLive(databaseUrl(config));
  const healthChecks = {
    database: () => orm.em.fork().execute('select 1'),
    cgrates: (signal: AbortSignal) => cgrates.status(signal),
    temporal: () => temporal.check(),
  };
  const app = createApp({ config, orm, log, principals: watched.principals, charging: cgrates, temporal, live, healthChecks });
  const server = serve({ fetch: app.fetch, hostname: config.listen.host, port: config.listen.port }, ({ address, port }) =>
    log.info({ address, port }, 'listening'),
  );
  const stop = () => {
    // Streams would keep the server open for as long as somebody watches.
    const listening = live.close();
    server.close(() => void Promise.all([orm.close(), watched.close(), listening, temporal.close()]).then(() => process.exit(0)));
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});
