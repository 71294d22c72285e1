import { createHmac, hkdfSync } from 'node:crypto';
import type { Config } from '../settings/config-schema.ts';

/** What a keyed digest stands for; the same text for another use gives another digest. */
export type KeyUse = 'backup-code' | 'account-link' | 'known-device' | 'mail-order';

/** Keyed digests (HMAC-SHA256, RFC 2104): who steals the tables cannot try codes and links out without the settings. */
export interface AccountKeys {
  /** 43 characters, base64url, under the newest key. */
  mac(use: KeyUse, text: string): string;
  /** The same under every key that may have been the newest, the newest first. */
  macs(use: KeyUse, text: string): string[];
}

/** Makes the digests from `encryption_key`; those made before it was set are still known by `jwt_secret`. */
export function accountKeys({ encryption_key, jwt_secret }: Pick<Config, 'encryption_key' | 'jwt_secret'>): AccountKeys {
  const keys = (encryption_key === undefined ? [jwt_secret] : [encryption_key, jwt_secret]).map(derive);
  const macs = (use: KeyUse, text: string): string[] => keys.map((key) => createHmac('sha256', key).update(`${use}\0${text}`).digest('base64url'));
  return { macs, mac: (use, text) => macs(use, text)[0] ?? '' };
}

const derive = (secret: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', 'linewright accounts', 32));
