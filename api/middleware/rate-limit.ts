import type { Context, MiddlewareHandler } from 'hono';
import { DomainError } from '../../domain/errors.ts';
import type { Principal } from '../../domain/identity/principal.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import type { ApiEnv } from '../endpoint.ts';
import type { SharedCounters } from '../rate-limits/shared-counters.ts';

type Limits = Config['rate_limits'];

/**
 * Gives every request a way to be counted, which the guard of its route calls once it knows who asks (ARC-8): a person or
 * program by its identity, a stranger by its address. Past the limit of the minute it throws `limit_exceeded`. Plays are
 * not counted; their number is bounded by `provisioning.max_concurrent_plays`.
 */
export function rateLimit(counters: SharedCounters | undefined, limits: Limits): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    c.set('count', () => {
      const { principal, ip } = c.get('ctx');
      const limit = limitOf(principal, limits);
      if (counters === undefined || limit === 0) return;
      demandWithin(c, counters.add(whoIs(principal, ip)), limit);
    });
    await next();
  };
}

function demandWithin(c: Context, requests: number, limit: number): void {
  const resetSeconds = 60 - (Math.floor(Date.now() / 1000) % 60);
  // Names of draft-ietf-httpapi-ratelimit-headers, revision 3, which clients read most widely.
  c.header('RateLimit-Limit', String(limit));
  c.header('RateLimit-Remaining', String(Math.max(0, limit - requests)));
  c.header('RateLimit-Reset', String(resetSeconds));
  if (requests <= limit) return;
  c.header('Retry-After', String(resetSeconds));
  throw new DomainError('limit_exceeded', `More than ${limit} requests in a minute; try again in ${resetSeconds} seconds.`);
}

function limitOf({ kind }: Principal, limits: Limits): number {
  if (kind === 'play' || kind === 'system') return 0;
  if (kind === 'anonymous') return limits.stranger_per_minute;
  return kind === 'user' ? limits.user_per_minute : limits.program_per_minute;
}

const whoIs = ({ kind, userId, label }: Principal, ip: string | null): string => {
  if (kind === 'anonymous') return `address ${ip ?? 'unknown'}`;
  return kind === 'user' ? `user ${userId}` : `${kind} ${label}`;
};
