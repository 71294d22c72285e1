import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { createPlayRunner, type PlayRunner } from '../activities/adapters/ansible/play-runner.ts';
import { createCgratesClient } from '../activities/adapters/cgrates/cgrates-client.ts';
import { createMailClient } from '../activities/adapters/mailjet/mail-client.ts';
import { createLog } from '../activities/adapters/telemetry/process-log.ts';
import { serveMetrics } from '../activities/adapters/telemetry/serve-metrics.ts';
import { startTracing, type Tracing } from '../activities/adapters/telemetry/tracing.ts';
import { recordMails } from '../activities/messaging/recorded-mail.ts';
import { createIdentityActivities } from '../activities/identity/create-identity-activities.ts';
import { createChargingAccounts } from '../activities/provisioning/charging-accounts.ts';
import { createImportActivities } from '../activities/inventory/create-import-activities.ts';
import { createStockActivities } from '../activities/inventory/create-stock-activities.ts';
import { createProvisioningActivities } from '../activities/provisioning/create-provisioning-activities.ts';
import { createPlayActivities, type PlayDeps } from '../activities/provisioning/run-play.ts';
import { initOrm } from '../domain/orm.ts';
import type { Config } from '../domain/settings/config-schema.ts';
import { ConfigError, databaseUrl, loadConfig } from '../domain/settings/load-config.ts';
import { createVault } from '../domain/settings/vault.ts';
import { playTaskQueue } from '../workflows/provisioning/provision.contract.ts';
import { workflowBundle } from './bundle.ts';
import { createWorkerMetrics, type WorkerMetrics } from './metrics.ts';
import { keepForgetting } from './keep-forgetting.ts';
import { keepSealed } from './keep-sealed.ts';
import { recordSteps } from './record-steps.ts';
import { temporalLogger } from './temporal-logger.ts';
import { sdkMetrics, traceActivity, workflowSpans } from './watching.ts';

/** How long running plays may go on after SIGTERM before they are stopped, seconds. */
const graceSeconds = Number(process.env['WORKER_GRACE_SECONDS'] ?? 8);
const dataDir = resolve(process.env['DATA_DIR'] ?? '.data');

/** Runs workflows, their steps and plays until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = loadConfig();
  const log = createLog('worker');
  Runtime.install({ logger: temporalLogger(log), shutdownSignals: [], ...sdkMetrics(config.telemetry.sdk_metrics_listen) });
  const tracing = startTracing('worker', config.telemetry.otlp_url);
  const orm = await initOrm({ clientUrl: databaseUrl(config) });
  const metrics = createWorkerMetrics(orm);
  const metricsListen = config.telemetry.metrics_listen;
  const metricsServer = metricsListen === undefined ? undefined : await serveMetrics(metrics.registry, metricsListen);
  const runner = createRunner(config, log);
  const { address, tls, api_key: apiKey } = config.temporal;
  const options = { address, tls, ...(apiKey === undefined ? {} : { apiKey }) };
  const connection = await NativeConnection.connect(options);
  const deps: PlayDeps = {
    config,
    orm,
    runner,
    charging: createChargingAccounts(createCgratesClient({ address: config.ocs.cgrates, tenant: config.ocs.ocsTenant, timeoutMs: 5000 })),
    mail: recordMails(createMailClient(config.mailjet), orm),
    runsDirectory: resolve(config.provisioning.run_directory ?? join(dataDir, 'runs')),
    host: hostname(),
  };
  const workers = await createWorkers(connection, deps, { log, metrics, tracing });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => workers.forEach((worker) => worker.shutdown()));
  void runner.warmUp().then(
    (ready) => log.info(ready, 'play runner ready'),
    (error: unknown) => log.error({ err: error }, 'play runner cannot start'),
  );
  const endings = [keepSealed(orm, log), keepForgetting(orm, log)];
  await Promise.all(workers.map((worker) => worker.run()));
  await Promise.all(endings.map((end) => end()));
  await Promise.all([runner.close(), connection.close(), orm.close(), metricsServer?.close(), tracing?.close()]);
}

interface Watching {
  log: Logger;
  metrics: WorkerMetrics;
  tracing: Tracing | undefined;
}

async function createWorkers(connection: NativeConnection, deps: PlayDeps, { log, metrics, tracing }: Watching): Promise<Worker[]> {
  const { temporal, provisioning } = deps.config;
  const common = {
    connection,
    namespace: temporal.namespace,
    interceptors: { activity: [...(tracing === undefined ? [] : [traceActivity]), metrics.interceptor, recordSteps({ orm: deps.orm, log })] },
    shutdownGraceTime: graceSeconds * 1000,
    // A play that is cancelled hears of it with its next heartbeat.
    maxHeartbeatThrottleInterval: 1000,
    defaultHeartbeatThrottleInterval: 1000,
  };
  const steps = await Worker.create({
    ...common,
    taskQueue: temporal.task_queue,
    workflowBundle: await workflowBundle(join(dataDir, 'cache'), { traced: tracing !== undefined }),
    ...(tracing === undefined ? {} : { sinks: workflowSpans(tracing) }),
    activities: {
      ...createProvisioningActivities(deps),
      ...createIdentityActivities(deps),
      ...createImportActivities({ orm: deps.orm, vault: createVault(deps.config) }),
      ...createStockActivities(deps),
    },
    maxCachedWorkflows: 300,
    // How long a workflow waits for a worker that died before another one is asked.
    stickyQueueScheduleToStartTimeout: 2000,
    reuseV8Context: true,
  });
  const plays = await Worker.create({
    ...common,
    taskQueue: playTaskQueue(temporal.task_queue),
    activities: createPlayActivities(deps),
    maxConcurrentActivityTaskExecutions: provisioning.max_concurrent_plays,
  });
  return [steps, plays];
}

function createRunner({ provisioning }: Config, log: Logger): PlayRunner {
  const { python, ansible_playbook: ansiblePlaybook, runner: mode, max_concurrent_plays: limit } = provisioning;
  return createPlayRunner({ python: python ?? 'python3', ansiblePlaybook, mode, limit, log: (line) => log.info({ runner: line }, 'play runner') });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
    process.exit(1);
  },
);
