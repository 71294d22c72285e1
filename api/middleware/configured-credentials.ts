import { createHash, timingSafeEqual } from 'node:crypto';
import { unauthorized } from '../../domain/errors.ts';
import type { ConfiguredCredential } from '../../domain/identity/configured-principal.ts';
import type { Config } from '../../domain/settings/config-schema.ts';
import { addressIn, isLoopback, rangeBits } from './client-address.ts';

/** Looks up the keys and addresses of `crm_config.yaml` (AUTH-14). */
export interface ConfiguredCredentials {
  /** The key's credential; throws `unauthorized` for an unknown key and for a known one from a foreign address. */
  byKey(key: string, address: string | null): ConfiguredCredential;
  /** The credential of an allow-listed address, if it is one; the narrowest range wins. */
  byAddress(address: string | null): ConfiguredCredential | undefined;
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Prepares the configured keys and addresses for look-up. */
export function configuredCredentials(config: Pick<Config, 'api_keys' | 'ip_whitelist'>): ConfiguredCredentials {
  const keys = Object.entries(config.api_keys).map(([key, { roles, ips, description }], index) => ({
    hash: sha256(key),
    ips,
    roles,
    label: description ?? `API key ${index + 1}`,
  }));
  const ranges = Object.entries(config.ip_whitelist).sort(([a], [b]) => rangeBits(b) - rangeBits(a));
  return {
    byKey(key, address) {
      const hash = sha256(key);
      // Every key is compared in full, so that the time tells neither whether nor which one came close.
      const found = keys.reduce<(typeof keys)[number] | undefined>((match, known) => (timingSafeEqual(known.hash, hash) ? known : match), undefined);
      if (found === undefined || (found.ips !== undefined && !addressIn(address, found.ips))) throw unauthorized('The API key is not valid here.');
      return { kind: 'api_key', label: found.label, roles: found.roles };
    },
    byAddress(address) {
      // Loopback is never let in by its address: every program of this machine and every proxy on it has it.
      if (address === null || isLoopback(address)) return undefined;
      const found = ranges.find(([range]) => addressIn(address, [range]));
      return found === undefined ? undefined : { kind: 'ip', label: address, roles: found[1].roles };
    },
  };
}
