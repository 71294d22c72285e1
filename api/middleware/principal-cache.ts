import type { Principal } from '../../domain/identity/principal.ts';

/** A principal and, for a token, when it ends (milliseconds since 1970). */
export interface Found {
  principal: Principal;
  endsAtMs?: number;
}

/** Remembers for a moment who a credential stands for. */
export interface PrincipalCache {
  get(key: string, find: () => Promise<Found>): Promise<Principal>;
  /** Forgets everybody: somebody's rights or sessions changed. */
  forget(): void;
}

/** Looks everybody up at every request. */
export const noCache: PrincipalCache = { get: async (_key, find) => (await find()).principal, forget: () => undefined };

/** How long a principal is remembered, milliseconds: a bound on what a lost word about a change can do. */
const lifeMs = 5000;
const maxEntries = 10_000;

/**
 * A cache that works only while `listening` says that word of changes would arrive. What was being looked up when a
 * change came is used once and not kept. `looked` hears whether a look-up was answered from the cache.
 */
export function createPrincipalCache(listening: () => boolean, now: () => number = Date.now, looked: (hit: boolean) => void = () => undefined): PrincipalCache {
  const kept = new Map<string, { principal: Principal; untilMs: number }>();
  let changes = 0;
  return {
    async get(key, find) {
      const hit = listening() ? kept.get(key) : undefined;
      const isFresh = hit !== undefined && hit.untilMs > now();
      looked(isFresh);
      if (isFresh) return hit.principal;
      const changesBefore = changes;
      const { principal, endsAtMs = Number.POSITIVE_INFINITY } = await find();
      if (changes === changesBefore && endsAtMs > now()) {
        if (kept.size >= maxEntries) kept.clear();
        kept.set(key, { principal, untilMs: Math.min(now() + lifeMs, endsAtMs) });
      }
      return principal;
    },
    forget() {
      changes += 1;
      kept.clear();
    },
  };
}
