import type { MikroORM } from '@mikro-orm/postgresql';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ApiEnv } from './endpoint.ts';

/** What the API counts of itself (ARC-7). */
export interface ApiMetrics {
  registry: Registry;
  /** Times every request by method, route and status. */
  middleware: MiddlewareHandler<ApiEnv>;
  /** Counts a look-up of who asks, found in the cache or not. */
  principalLookup(hit: boolean): void;
}

/** Bounds of request durations, seconds. */
const durations = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** Makes the API's metrics; pool and sessions are read when somebody collects. */
export function createApiMetrics(orm: MikroORM): ApiMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'linewright_http_request_duration_seconds',
    help: 'Time until an answer began, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: durations,
    registers: [registry],
  });
  const lookups = new Counter({
    name: 'linewright_principal_cache_total',
    help: 'Look-ups of who asks, by whether the cache knew.',
    labelNames: ['result'],
    registers: [registry],
  });
  poolGauge(orm, registry);
  sessionGauge(orm, registry);
  return {
    registry,
    middleware: async (c, next) => {
      const stop = requests.startTimer();
      await next();
      // The pattern, never the path: ids would make a series of each record.
      stop({ method: c.req.method, route: routePath(c, -1), status: c.res.status });
    },
    principalLookup: (hit) => lookups.inc({ result: hit ? 'hit' : 'miss' }),
  };
}

function poolGauge(orm: MikroORM, registry: Registry): void {
  const gauge = new Gauge({
    name: 'linewright_database_pool_connections',
    help: 'Connections of the database pool, and requests that wait for one.',
    labelNames: ['state'],
    registers: [],
    async collect() {
      const pool = await orm.em.getConnection().getNativeClient();
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
  registry.registerMetric(gauge);
}

function sessionGauge(orm: MikroORM, registry: Registry): void {
  const gauge = new Gauge({
    name: 'linewright_active_sessions',
    help: 'Sign-ins that have not ended.',
    registers: [],
    async collect() {
      const [row] = await orm.em
        .fork()
        .execute<{ count: string }[]>('select count(distinct family_id) from refresh_token where revoked_at is null and expires_at > now()');
      this.set(Number(row?.count ?? 0));
    },
  });
  registry.registerMetric(gauge);
}
