import type { Config } from '../settings/config-schema.ts';
import type { PlayConfig } from './play-config.ts';

/** Sections that plays never see: how this system itself signs, stores and lets in, and what spends money. */
const hidden: readonly string[] = [
  'api_keys',
  'database',
  'encryption_key',
  'environment',
  'inventory',
  'ip_whitelist',
  'jwt_secret',
  'listen',
  'login_providers',
  'security',
  'stripe',
  'temporal',
  'trusted_proxies',
  'web',
];

/** The effective settings as a play's `crm_config.yaml` has them; sections of the operator's own pass through. */
export function settingsForPlays(config: Config): PlayConfig {
  const shown = Object.entries(config).filter(([section]) => !hidden.includes(section));
  // Plays take Mailjet's keys from their environment (chapter 15).
  const { api_key: _key, api_secret: _secret, ...mailjet } = config.mailjet;
  return { ...Object.fromEntries(shown), mailjet };
}

/** Environment of plays: what the original's plays look up by `lookup('env', …)`. */
export const environmentForPlays = ({ mailjet }: Config): Record<string, string> => ({ MAILJET_API_KEY: mailjet.api_key, MAILJET_SECRET: mailjet.api_secret });

/** Secrets of the settings that must not show in what plays leave behind. */
export const secretsOfSettings = ({ jwt_secret, encryption_key, mailjet, smsc, stripe, database }: Config): string[] =>
  [jwt_secret, encryption_key, mailjet.api_key, mailjet.api_secret, smsc?.api_key, stripe?.secret_key, database.password].filter(
    (secret): secret is string => secret !== undefined && secret.length >= 6,
  );
