import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Config } from './config-schema.ts';

/** What a kept secret is for; one sealed for another purpose does not open. */
export type VaultPurpose =
  'inventory.management_password' | 'inventory.import_file' | 'inventory.import_row' | 'identity.totp_secret' | 'identity.mail_order' | 'identity.oidc_login';

/** Encrypts what is kept in the database: AES-256-GCM (NIST SP 800-38D) under a key of the settings. */
export interface Vault {
  /** Sealed text, safe to store. */
  seal(purpose: VaultPurpose, text: string): string;
  /** Opens what any of the keys sealed; throws when it was altered or its key is gone. */
  open(purpose: VaultPurpose, sealed: string): string;
  /** True for a text sealed with the newest key. */
  isCurrent(sealed: string): boolean;
}

const mark = 'sealed.v1.';

/** Makes the vault from `encryption_key`; what was sealed before it was set opens with the key derived from `jwt_secret`. */
export function createVault(settings: Pick<Config, 'jwt_secret' | 'encryption_key'>): Vault {
  const secrets = settings.encryption_key === undefined ? [settings.jwt_secret] : [settings.encryption_key, settings.jwt_secret];
  const keys = secrets.map(derive);
  const [current] = keys;
  if (current === undefined) throw new Error('A vault needs a key.');
  return {
    seal: (purpose, text) => `${mark}${current.id}.${encrypt(current.key, purpose, text)}`,
    open: (purpose, sealed) => {
      const [id, body] = sealed.startsWith(mark) ? sealed.slice(mark.length).split('.') : [];
      const found = keys.find((candidate) => candidate.id === id);
      if (found === undefined || body === undefined) throw new Error('The key that sealed this text is not in the settings (encryption_key, jwt_secret).');
      return decrypt(found.key, purpose, body);
    },
    isCurrent: (sealed) => sealed.startsWith(`${mark}${current.id}.`),
  };
}

/** True for what a vault made, whatever its key. */
export const isSealed = (text: string): boolean => /^sealed\.v1\.[0-9a-f]{8}\.[A-Za-z0-9_-]{38,}$/.test(text);

function derive(secret: string): { id: string; key: Buffer } {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'linewright vault', 32));
  return { id: createHash('sha256').update(key).digest('hex').slice(0, 8), key };
}

const ivBytes = 12;
const tagBytes = 16;

function encrypt(key: Buffer, purpose: VaultPurpose, text: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

function decrypt(key: Buffer, purpose: VaultPurpose, body: string): string {
  const bytes = Buffer.from(body, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString('utf8');
}
