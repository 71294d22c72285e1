import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { NativeConnection, Worker, Runtime, DefaultLogger } from '@temporalio/worker';
import { pino } from 'pino';
import { inject } from 'vitest';
import { listenLive, type LiveHub } from '../../../api/live/live-hub.ts';
import { connectTemporal } from '../../../api/temporal.ts';
import type { PlayActivities, RunPlayInput, RunPlayResult } from '../../../activities/provisioning/contract.ts';
import { createProvisioningActivities } from '../../../activities/provisioning/create-provisioning-activities.ts';
import { beginAttempt } from '../../../domain/provisioning/attempts.ts';
import { workflowBundle } from '../../../worker/bundle.ts';
import { recordSteps } from '../../../worker/record-steps.ts';
import { playTaskQueue } from '../../../workflows/provisioning/provision.contract.ts';
import { type Answer, type Client, createTestApi, type TestApi } from '../../support/api.ts';
import '../../support/provided.ts';
import { provisioningWorld, type ProvisioningWorld, seedOperator, type SeededOperator } from '../../support/provisioning.ts';
import { bundleFolder } from '../../support/bundle-folder.ts';

/** The API with a real Temporal and real steps behind it; only plays are played by the test. */
export interface ProvisioningApi extends Omit<TestApi, 'play'> {
  world: ProvisioningWorld;
  operator: SeededOperator;
  /** What the next plays do; by default they succeed at once. */
  plays: { run: (input: RunPlayInput) => Promise<RunPlayResult> };
}

export const playedWell: RunPlayResult = { status: 'ok', began: true, cleanedUp: false };

/** What the workers log goes to whoever listens. */
const listeners = new Set<(line: string) => void>();
Runtime.install({
  logger: new DefaultLogger('INFO', (entry) => {
    for (const listen of listeners) listen(inspect(entry, { depth: 6 }));
  }),
});

/** What a test wants otherwise. */
export interface ProvisioningOptions {
  /** Runs the plays instead of the test. */
  player?: (world: ProvisioningWorld) => PlayActivities;
  /** Hears every line that the API and the workers log. */
  onLog?: (line: string) => void;
}

/** Starts everything; close it again. */
export async function startProvisioningApi(product: Record<string, unknown> = {}, options: ProvisioningOptions = {}): Promise<ProvisioningApi> {
  const { onLog } = options;
  const log = onLog === undefined ? pino({ level: 'silent' }) : pino({ level: 'trace' }, { write: onLog });
  if (onLog !== undefined) listeners.add(onLog);
  const taskQueue = `test-${randomUUID()}`;
  const address = inject('temporalAddress');
  const temporal = connectTemporal({ address, namespace: 'default', task_queue: taskQueue, ui_url: 'http://temporal.example', tls: false });
  const live = lateHub();
  const api = await createTestApi({ temporal, live, log });
  // Test files share one Temporal, whose workflow ids are the jobs' numbers.
  await api.em().execute(`select setval('provision_provision_id_seq', ?)`, [Math.floor(Math.random() * 2e9)]);
  const hub = listenLive(api.database.url);
  live.follow(hub);
  const world = provisioningWorld(api.database.orm);
  world.config.provisioning.failure_list = [];
  const plays: ProvisioningApi['plays'] = { run: async () => playedWell };
  const activities: PlayActivities = options.player?.(world) ?? {
    runPlay: async (input) => {
      const { provisionId, attempt, action } = input;
      await beginAttempt(api.em(), { provisionId, attempt, action, description: 'Played by the test', taskCount: 1, digest: null });
      return plays.run(input);
    },
  };
  const connection = await NativeConnection.connect({ address });
  const interceptors = { activity: [recordSteps({ orm: api.database.orm, log })] };
  const common = { connection, interceptors, maxHeartbeatThrottleInterval: 100 };
  const steps = await Worker.create({
    ...common,
    taskQueue,
    workflowBundle: await workflowBundle(bundleFolder),
    activities: createProvisioningActivities(world),
  });
  const player = await Worker.create({ ...common, taskQueue: playTaskQueue(taskQueue), activities });
  const running = Promise.all([steps.run(), player.run()]);
  return {
    ...api,
    world,
    plays,
    operator: await seedOperator(api.em(), product),
    close: async () => {
      steps.shutdown();
      player.shutdown();
      await running;
      if (onLog !== undefined) listeners.delete(onLog);
      await Promise.all([connection.close(), hub.close(), temporal.close()]);
      await api.close();
    },
  };
}

/** A hub that is needed before the database it listens to is there. */
function lateHub(): LiveHub & { follow(hub: LiveHub): void } {
  let target: LiveHub | undefined;
  return {
    follow: (hub) => void (target = hub),
    subscribe: (channel, wake) => target?.subscribe(channel, wake) ?? (() => undefined),
    closing: new AbortController().signal,
    close: async () => undefined,
  };
}

/** Waits until a job is over and returns it. */
export async function finished(client: Client, provisionId: number): Promise<Answer['body']> {
  const path = `/crm/provision/provision_id/${provisionId}`;
  await client('GET', `${path}/stream`);
  return (await client('GET', path)).body;
}
