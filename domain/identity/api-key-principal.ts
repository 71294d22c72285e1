import type { EntityManager } from '@mikro-orm/postgresql';
import ipaddr from 'ipaddr.js';
import { unauthorized } from '../errors.ts';
import { apiKeyHash } from './api-key-secret.ts';
import type { Principal } from './principal.ts';
import { noCustomer, readUserAccess } from './user-access.ts';

interface KeyRow {
  api_key_id: number;
  name: string;
  permissions: string[];
  ips: string[] | null;
  created_by: number;
  expires_ms: number | null;
}

/**
 * Who a key of the database stands for now, and until when (milliseconds since 1970). It never has more than its maker
 * has at that moment, and nothing once that user is removed. Throws `unauthorized` alike for a key that is unknown,
 * revoked, expired, or used from an address it is not made for.
 */
export async function apiKeyPrincipal(em: EntityManager, key: string, ip: string | null): Promise<{ principal: Principal; endsAtMs?: number }> {
  const [row] = await em.execute<KeyRow[]>(
    `select api_key_id, name, permissions, ips, created_by, extract(epoch from expiry_date)::float8 * 1000 as expires_ms
       from api_key where key_hash = ? and revoked_at is null and (expiry_date is null or expiry_date > now())`,
    [apiKeyHash(key)],
  );
  const maker = row === undefined ? undefined : await readUserAccess(em, row.created_by);
  if (row === undefined || maker === undefined || (row.ips !== null && !comesFrom(ip, row.ips))) throw unauthorized('The API key is not valid here.');
  await noteUse(em, row.api_key_id, ip);
  const held = new Set(maker.permissions);
  const permissions = new Set(held.has('admin') ? row.permissions : row.permissions.filter((name) => held.has(name)));
  const principal: Principal = {
    kind: 'api_key',
    userId: row.created_by,
    label: row.name,
    apiKeyId: row.api_key_id,
    customerId: maker.customer_id === null ? null : maker.customer_id || noCustomer,
    roles: [],
    permissions,
  };
  return { principal, ...(row.expires_ms === null ? {} : { endsAtMs: row.expires_ms }) };
}

/** At most once a minute, so that a busy key does not turn every read into a write. */
async function noteUse(em: EntityManager, apiKeyId: number, ip: string | null): Promise<void> {
  await em.execute(
    `update api_key set last_used = now(), last_used_ip = ? where api_key_id = ? and (last_used is null or last_used < now() - interval '1 minute' or last_used_ip is distinct from ?)`,
    [ip, apiKeyId, ip],
  );
}

function comesFrom(ip: string | null, ranges: readonly string[]): boolean {
  if (ip === null || !ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  return ranges.some((range) => {
    const [network, bits] = range.includes('/') ? ipaddr.parseCIDR(range) : [ipaddr.process(range), undefined];
    if (network.kind() !== address.kind()) return false;
    return address.match(network, bits ?? (address.kind() === 'ipv4' ? 32 : 128));
  });
}
