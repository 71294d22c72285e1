import type { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import type { MikroORM } from '@mikro-orm/postgresql';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

/** What a worker counts of itself (ARC-7). */
export interface WorkerMetrics {
  registry: Registry;
  interceptor: (context: Context) => { inbound: ActivityInboundCallsInterceptor };
}

/** Bounds of durations of activities and jobs, seconds. */
const durations = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900];

/** Makes a worker's metrics: every activity's time and outcome, and how jobs ended and how long they took. */
export function createWorkerMetrics(orm: MikroORM): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const activities = new Histogram({
    name: 'linewright_activity_duration_seconds',
    help: 'Time of one attempt of an activity, by its type and outcome.',
    labelNames: ['activity', 'outcome'],
    buckets: durations,
    registers: [registry],
  });
  const jobs = new Counter({
    name: 'linewright_provisions_total',
    help: 'Provisioning jobs that ended, by action and result.',
    labelNames: ['action', 'result'],
    registers: [registry],
  });
  const jobDurations = new Histogram({
    name: 'linewright_provision_duration_seconds',
    help: 'Time from the order to the end of its job, by action and result.',
    labelNames: ['action', 'result'],
    buckets: durations,
    registers: [registry],
  });
  const countJob = async (provisionId: number): Promise<void> => {
    const [job] = await orm.em
      .fork()
      .execute<{ action: string; phase: string; seconds: number }[]>(
        'select action, phase, extract(epoch from finished - created)::float8 as seconds from provision where provision_id = ? and finished is not null',
        [provisionId],
      );
    if (job === undefined) return;
    const labels = { action: job.action, result: job.phase };
    jobs.inc(labels);
    jobDurations.observe(labels, job.seconds);
  };
  return {
    registry,
    interceptor: ({ info }) => ({
      inbound: {
        execute: async (input, next) => {
          const stop = activities.startTimer({ activity: info.activityType });
          try {
            const result = await next(input);
            stop({ outcome: 'done' });
            if (info.activityType === 'finishProvision') await countJob((input.args[0] as { provisionId: number }).provisionId).catch(() => undefined);
            return result;
          } catch (error) {
            stop({ outcome: 'failed' });
            throw error;
          }
        },
      },
    }),
  };
}
