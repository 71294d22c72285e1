import { serve } from '@hono/node-server';
import { createCgratesClient } from '../activities/adapters/cgrates/cgrates-client.ts';
import { createLog } from '../activities/adapters/telemetry/process-log.ts';
import { serveMetrics } from '../activities/adapters/telemetry/serve-metrics.ts';
import { startTracing } from '../activities/adapters/telemetry/tracing.ts';
import { sealStoredPasswords } from '../domain/inventory/item-password.ts';
import { initOrm } from '../domain/orm.ts';
import { ConfigError, databaseUrl, loadConfig } from '../domain/settings/load-config.ts';
import { createVault } from '../domain/settings/vault.ts';
import { createApp } from './app.ts';
import { listenLive } from './live/live-hub.ts';
import { createApiMetrics } from './metrics.ts';
import { watchPrincipals } from './middleware/identity-changes.ts';
import { createSharedCounters } from './rate-limits/shared-counters.ts';
import { connectTemporal, type Temporal } from './temporal.ts';

/** Pause before Temporal is asked again to have the stock watched, milliseconds. */
const watchAgainMs = 30_000;

/** Longer than a proxy keeps a free connection, milliseconds: who closes it must be the one that would use it again. */
const keepAliveTimeout = 65_000;

/** Has the stock watched as soon as Temporal answers. */
function watchStock(temporal: Pick<Temporal, 'watchStock'>): void {
  temporal.watchStock().catch(() => setTimeout(watchStock, watchAgainMs, temporal).unref());
}

/** Starts the API and stops it cleanly on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLog('api');
  const orm = await initOrm({ clientUrl: databaseUrl(config) });
  const sealed = await sealStoredPasswords(orm.em.fork(), createVault(config));
  if (sealed > 0) log.info({ sealed }, 'passwords of devices sealed');
  const tracing = startTracing('api', config.telemetry.otlp_url);
  const metrics = createApiMetrics(orm);
  const watched = watchPrincipals(databaseUrl(config), metrics.principalLookup);
  const cgrates = createCgratesClient({ address: config.ocs.cgrates, tenant: config.ocs.ocsTenant });
  const temporal = connectTemporal(config.temporal);
  watchStock(temporal);
  const live = listenLive(databaseUrl(config));
  const counters = createSharedCounters(orm);
  const { metrics_listen: metricsListen } = config.telemetry;
  const metricsServer = metricsListen === undefined ? undefined : await serveMetrics(metrics.registry, metricsListen);
  const healthChecks = {
    database: () => orm.em.fork().execute('select 1'),
    cgrates: (signal: AbortSignal) => cgrates.status(signal),
    temporal: () => temporal.check(),
  };
  const app = createApp({ config, orm, log, principals: watched.principals, charging: cgrates, temporal, live, counters, metrics, healthChecks });
  const { host: hostname, port } = config.listen;
  const server = serve({ fetch: app.fetch, hostname, port, serverOptions: { keepAliveTimeout } }, (at) =>
    log.info({ address: at.address, port: at.port }, 'listening'),
  );
  const stop = () => {
    // Streams would keep the server open for as long as somebody watches.
    const listening = live.close();
    const closing = [watched.close(), listening, temporal.close(), counters.close(), metricsServer?.close(), tracing?.close()];
    server.close(() => void Promise.all([orm.close(), ...closing]).then(() => process.exit(0)));
    if ('closeIdleConnections' in server) server.closeIdleConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});
