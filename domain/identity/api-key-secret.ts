import { createHash, randomBytes } from 'node:crypto';

/** What keys of the database begin with, by which they are told from those of the settings. */
export const apiKeyPrefix = 'sk_live_';

/** SHA-256 of a key, hex. A key carries 256 random bits, so that no slow hash is needed. */
export const apiKeyHash = (key: string): string => createHash('sha256').update(key).digest('hex');

/** A fresh key with its hash and the characters it is recognised by. */
export function freshApiKey(): { key: string; hash: string; hint: string } {
  const key = `${apiKeyPrefix}${randomBytes(32).toString('base64url')}`;
  return { key, hash: apiKeyHash(key), hint: key.slice(-4) };
}
