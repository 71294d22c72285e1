import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import ipaddr from 'ipaddr.js';
import { DomainError } from '../errors.ts';

/** Failures within `blockMinutes` after which a source may not try again for `blockMinutes`. */
const pairLimit = 5;
const addressLimit = 50;
const blockMinutes = 30;

/** A source of sign-ins, as a key, and the failures it may have. */
interface Source {
  key: string;
  limit: number;
}

/**
 * Who is counted: an account from one address (5), so that nobody can lock its owner out from elsewhere, and one
 * address whatever the account (50), against guessing one password for many. Unknown accounts count alike.
 */
export function loginSources(email: string, ip: string | null): Source[] {
  const network = networkOf(ip);
  const pair = { key: digest(`pair ${email.trim().toLowerCase()} ${network ?? 'unknown'}`), limit: pairLimit };
  // Loopback is everybody behind a proxy that does not say who asks.
  return network === null || network === 'loopback' ? [pair] : [pair, { key: digest(`address ${network}`), limit: addressLimit }];
}

/** Throws `limit_exceeded` while one of the sources is blocked, whatever the password. */
export async function demandUnblocked(em: EntityManager, sources: Source[]): Promise<void> {
  const blocked = await em.execute(`select 1 from login_failure where key in (?) and blocked_until > now() limit 1`, [sources.map(({ key }) => key)]);
  if (blocked.length > 0) throw new DomainError('limit_exceeded', `Too many failed attempts; try again in ${blockMinutes} minutes.`);
}

/** Counts a failure; the block starts with the last one allowed and is not prolonged by attempts during it. */
export async function recordFailure(em: EntityManager, sources: Source[]): Promise<void> {
  for (const { key, limit } of sources) {
    await em.execute(
      `insert into login_failure as f (key, failures, since) values (?, 1, now())
       on conflict (key) do update set
         failures = case when f.since < now() - ?::interval then 1 else f.failures + 1 end,
         since = case when f.since < now() - ?::interval then now() else f.since end,
         blocked_until = case when f.since >= now() - ?::interval and f.failures + 1 >= ? then now() + ?::interval end`,
      [key, ...Array<string>(3).fill(`${blockMinutes} minutes`), limit, `${blockMinutes} minutes`],
    );
  }
  await em.execute(`delete from login_failure where since < now() - interval '1 day'`);
}

/** Forgets the failures of an account from this address once its owner got in; the address's own count stays. */
export async function forgetFailures(em: EntityManager, [pair]: Source[]): Promise<void> {
  await em.execute('delete from login_failure where key = ?', [pair?.key]);
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An IPv4 address, or the /64 that one IPv6 subscriber holds. */
function networkOf(ip: string | null): string | null {
  if (ip === null || !ipaddr.isValid(ip)) return null;
  const address = ipaddr.process(ip);
  if (address.range() === 'loopback') return 'loopback';
  return address.kind() === 'ipv6' ? (address as ipaddr.IPv6).parts.slice(0, 4).join(':') : address.toString();
}
