import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import type { ChargingEngine } from '../domain/charging/charging-engine.ts';
import type { Config } from '../domain/settings/config-schema.ts';
import type { LiveHub } from './live/live-hub.ts';
import type { ApiMetrics } from './metrics.ts';
import type { PrincipalCache } from './middleware/principal-cache.ts';
import type { SharedCounters } from './rate-limits/shared-counters.ts';
import type { Temporal } from './temporal.ts';

/** What the API is made of; tests pass their own. */
export interface ApiDeps {
  config: Config;
  orm: MikroORM;
  log: Logger;
  /** Remembers who credentials stand for; left out, every request looks it up. */
  principals?: PrincipalCache;
  /** The charging system, for balances and plans of services. */
  charging: ChargingEngine;
  /** The only door to workflows. */
  temporal: Temporal;
  /** News for those who watch. */
  live: LiveHub;
  /** Counts of requests by caller; left out, nobody is limited. */
  counters?: SharedCounters;
  metrics?: ApiMetrics;
  /** One check per dependency, by name; it rejects when the dependency does not answer. */
  healthChecks: Record<string, (signal: AbortSignal) => Promise<unknown>>;
}
