import { z } from '@hono/zod-openapi';
import type { ApiDeps } from '../../deps.ts';
import { type Api, endpoint } from '../../endpoint.ts';

const state = z.enum(['up', 'down']);
const healthShape = z
  .object({ status: z.enum(['ok', 'degraded']), dependencies: z.record(z.string(), z.object({ status: state, latency_ms: z.number() })) })
  .openapi('Health');

/** How long a dependency may take to answer before it counts as down, milliseconds. */
const patienceMs = 2000;

/** `GET /crm/health`: whether each dependency answers (ARC-2); 200 also when some are down, the body says which. */
export function healthRoutes(api: Api, deps: ApiDeps): void {
  endpoint(
    api,
    { method: 'get', path: '/crm/health', policy: 'public', tag: 'system', summary: 'State of the API and of what it depends on', response: healthShape },
    async () => {
      const checks = Object.entries(deps.healthChecks);
      const results = await Promise.all(checks.map(async ([name, check]) => [name, await probe(check)] as const));
      const healthy = results.every(([, result]) => result.status === 'up');
      return { status: healthy ? ('ok' as const) : ('degraded' as const), dependencies: Object.fromEntries(results) };
    },
  );
}

async function probe(check: (signal: AbortSignal) => Promise<unknown>): Promise<{ status: 'up' | 'down'; latency_ms: number }> {
  const started = performance.now();
  const timeout = AbortSignal.timeout(patienceMs);
  const late = new Promise<never>((_, reject) => timeout.addEventListener('abort', () => reject(new Error('no answer'))));
  const status = await Promise.race([check(timeout), late]).then(
    () => 'up' as const,
    () => 'down' as const,
  );
  return { status, latency_ms: Math.round(performance.now() - started) };
}
