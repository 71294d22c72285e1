import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import ipaddr from 'ipaddr.js';
import { DomainError } from '../errors.ts';

/** Minutes a source may not try again, and within which its failures count. */
export const blockMinutes = 30;

/** Failures after which a source is blocked. */
const limits = { device: 5, pair: 5, account: 100, address: 50 };

/** A source of attempts, as a key, and the failures it may have. */
export interface Source {
  key: string;
  limit: number;
  /** Digest of the account that is tried; none where a network is counted whatever the account. */
  account?: string;
}

/** Whose attempt it is; `account` need not exist, `deviceId` is set on a device this account signed in from before. */
export interface Attempt {
  /** What is guessed, so that guesses of one thing do not block another. */
  what: 'password' | 'code';
  account: string;
  ip: string | null;
  deviceId?: string | undefined;
}

/**
 * Who is counted. From a known device that device alone (5): nobody elsewhere can lock its owner out. From elsewhere the
 * account from one network (5), the account from everywhere (100, against many networks together) and the network
 * whatever the account (50, against one password for many). Unknown accounts count alike.
 */
export function attemptSources({ what, account, ip, deviceId }: Attempt): Source[] {
  const name = account.trim().toLowerCase();
  const scope = what === 'password' ? '' : `${what} `;
  const whole = digest(`${scope}account ${name}`);
  if (deviceId !== undefined) return [{ key: digest(`${scope}device ${deviceId} ${name}`), limit: limits.device, account: whole }];
  const network = networkOf(ip);
  const own = [
    { key: digest(`${scope}pair ${name} ${network ?? 'unknown'}`), limit: limits.pair, account: whole },
    { key: whole, limit: what === 'code' ? limits.account / 5 : limits.account, account: whole },
  ];
  // Loopback is everybody behind a proxy that does not say who asks.
  return network === null || network === 'loopback' ? own : [...own, { key: digest(`address ${network}`), limit: limits.address }];
}

/** How many reset mails one network may ask for; none where the network is unknown or this machine. */
export function resetRequestSources(ip: string | null): Source[] {
  const network = networkOf(ip);
  return network === null || network === 'loopback' ? [] : [{ key: digest(`reset request ${network}`), limit: limits.address }];
}

/** Throws `limit_exceeded` while one of the sources is blocked, whatever the password; true when failures of one are counted. */
export async function demandUnblocked(em: EntityManager, sources: readonly Source[]): Promise<boolean> {
  const failed = await em.execute<{ is_blocked: boolean | null }[]>('select blocked_until > now() as is_blocked from login_failure where key in (?)', [
    sources.map(({ key }) => key),
  ]);
  if (failed.some(({ is_blocked }) => is_blocked)) throw tooMany();
  return failed.length > 0;
}

/** Counts a failure; the block starts with the last one allowed and is not prolonged by attempts during it. True when it started just now. */
export async function recordFailure(em: EntityManager, sources: readonly Source[]): Promise<boolean> {
  let blocked = false;
  for (const source of sources) if ((await count(em, source)) === source.limit) blocked = true;
  await em.execute(`delete from login_failure where since < now() - interval '1 day'`);
  return blocked;
}

/**
 * Counts an attempt before it is judged, so that of many at once no more are judged than are allowed; throws
 * `limit_exceeded` beyond. `last` is true for the last one allowed. A success must be followed by `giveAttemptBack`.
 */
export async function takeAttempt(em: EntityManager, sources: readonly Source[]): Promise<{ last: boolean }> {
  const counts: { failures: number; limit: number }[] = [];
  for (const source of sources) counts.push({ failures: await count(em, source), limit: source.limit });
  if (counts.some(({ failures, limit }) => failures > limit)) throw tooMany();
  return { last: counts.some(({ failures, limit }) => failures === limit) };
}

/** Forgets the failures of an account from this place once its owner got in; those of everywhere and of the network stay. */
export async function forgetFailures(em: EntityManager, [own]: readonly Source[]): Promise<void> {
  await em.execute('delete from login_failure where key = ?', [own?.key]);
}

/** Takes an attempt that succeeded back, everywhere it was counted. */
export async function giveAttemptBack(em: EntityManager, [own, ...others]: readonly Source[]): Promise<void> {
  await em.execute('delete from login_failure where key = ?', [own?.key]);
  for (const { key, limit } of others) {
    await em.execute('update login_failure set failures = failures - 1, blocked_until = case when failures > ? then blocked_until end where key = ?', [
      limit,
      key,
    ]);
  }
}

/** SQL: the digests under which failed passwords and codes of user `u` are counted; addresses are ASCII, so that `lower` is the same here and there. */
const accountsOfUser = `array[encode(sha256(convert_to('account ' || lower(u.email::text), 'UTF8')), 'hex'), encode(sha256(convert_to('code account ' || u.id, 'UTF8')), 'hex')]`;

/** SQL expression: until when user `u` cannot sign in from where the failures came; null while nothing is paused. */
export const lockedUntil = `(select max(f.blocked_until) from login_failure f where f.account = any(${accountsOfUser}) and f.blocked_until > now())`;

/** Forgets all failures of a user, wherever they were, so that no pause is left; true when there was one. */
export async function forgetAccount(em: EntityManager, userId: number): Promise<boolean> {
  const gone = await em.execute<{ was_blocked: boolean | null }[]>(
    `delete from login_failure f using app_user u where u.id = ? and f.account = any(${accountsOfUser}) returning f.blocked_until > now() as was_blocked`,
    [userId],
  );
  return gone.some(({ was_blocked }) => was_blocked);
}

async function count(em: EntityManager, { key, limit, account = null }: Omit<Source, 'account'> & { account?: string | null }): Promise<number> {
  const window = `${blockMinutes} minutes`;
  const [row] = await em.execute<{ failures: number }[]>(
    `insert into login_failure as f (key, account, failures, since) values (?, ?, 1, now())
     on conflict (key) do update set
       failures = case when f.since < now() - ?::interval then 1 else f.failures + 1 end,
       since = case when f.since < now() - ?::interval then now() else f.since end,
       blocked_until = case when f.blocked_until > now() then f.blocked_until
                            when f.since >= now() - ?::interval and f.failures + 1 >= ? then now() + ?::interval end
     returning failures`,
    [key, account, window, window, window, limit, window],
  );
  return row?.failures ?? 0;
}

const tooMany = (): DomainError => new DomainError('limit_exceeded', `Too many failed attempts; try again in ${blockMinutes} minutes.`);
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An IPv4 address, or the /64 that one IPv6 subscriber holds. */
function networkOf(ip: string | null): string | null {
  if (ip === null || !ipaddr.isValid(ip)) return null;
  const address = ipaddr.process(ip);
  if (address.range() === 'loopback') return 'loopback';
  return address.kind() === 'ipv6' ? (address as ipaddr.IPv6).parts.slice(0, 4).join(':') : address.toString();
}
