import { CompactEncrypt, compactDecrypt } from 'jose';
import { hkdfSync } from 'node:crypto';

/** What a sealed text may be used for; opening it for another purpose fails. */
export type SealPurpose = `provision-variables:${string}` | `provision-facts:${number}`;

/**
 * Encrypts a JSON value so that it may pass through workflow histories and tables (JWE `dir`/`A256GCM`, RFC 7516).
 * The key is derived from `secret` (RFC 5869) and the purpose is authenticated with the content.
 */
export async function seal(secret: string, purpose: SealPurpose, value: unknown): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: purpose })
    .encrypt(sealingKey(secret));
}

/** Opens what `seal` made; throws when the secret changed, the text was altered or the purpose is another. */
export async function unseal(secret: string, purpose: SealPurpose, sealed: string): Promise<unknown> {
  const { plaintext, protectedHeader } = await compactDecrypt(sealed, sealingKey(secret), {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  if (protectedHeader.kid !== purpose) throw new Error(`This text was sealed for ${String(protectedHeader.kid)}, not for ${purpose}.`);
  return JSON.parse(new TextDecoder().decode(plaintext));
}

const derived = new Map<string, Uint8Array>();

function sealingKey(secret: string): Uint8Array {
  const known = derived.get(secret);
  if (known !== undefined) return known;
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'linewright sealed provisioning data', 32));
  derived.set(secret, key);
  return key;
}
