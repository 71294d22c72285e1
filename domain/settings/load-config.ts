import { existsSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { brandingFromEnvironment } from './branding-sections.ts';
import { type Config, configSchema } from './config-schema.ts';

/** All that is wrong with the settings, one line per key; the process cannot start. */
export class ConfigError extends Error {
  readonly faults: string[];

  constructor(source: string, faults: string[]) {
    super([`${source} cannot be used:`, ...faults.map((fault) => `  - ${fault}`)].join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** Environment variables that outrank the file, and the keys they stand for. */
export const environmentKeys: Record<string, string> = {
  DATABASE_URL: 'database.url',
  DATABASE_OWNER_URL: 'database.owner_url',
  TEMPORAL_ADDRESS: 'temporal.address',
  TEMPORAL_NAMESPACE: 'temporal.namespace',
  TEMPORAL_API_KEY: 'temporal.api_key',
  JWT_SECRET: 'jwt_secret',
  ENCRYPTION_KEY: 'encryption_key',
  MAILJET_API_KEY: 'mailjet.api_key',
  MAILJET_SECRET: 'mailjet.api_secret',
  STRIPE_SECRET_KEY: 'stripe.secret_key',
  STRIPE_PUBLISHABLE_KEY: 'stripe.publishable_key',
  SMSC_API_KEY: 'smsc.api_key',
  GOOGLE_API_KEY: 'maps.google_api_key',
  ANSIBLE_PLAYBOOK: 'provisioning.ansible_playbook',
  LISTEN_HOST: 'listen.host',
  LISTEN_PORT: 'listen.port',
  METRICS_LISTEN: 'telemetry.metrics_listen',
  SDK_METRICS_LISTEN: 'telemetry.sdk_metrics_listen',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'telemetry.otlp_url',
};

type Environment = Record<string, string | undefined>;
/** Settings as written: sections by name, nothing validated. */
export type Tree = Record<string, unknown>;

/** Reads `crm_config.yaml` (path in CRM_CONFIG, else ./crm_config.yaml) and the environment; throws ConfigError listing every fault by key. */
export function loadConfig(options: { path?: string; env?: Environment } = {}): Config {
  const env = options.env ?? process.env;
  const path = options.path ?? env['CRM_CONFIG'] ?? 'crm_config.yaml';
  return parseConfig(withEnvironment(readTree(path), env), path);
}

/** Validates settings that were already read; `source` names them in the error. */
export function parseConfig(tree: unknown, source: string): Config {
  const parsed = configSchema.safeParse(tree);
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    source,
    parsed.error.issues.flatMap((issue) => {
      const key = issue.path.join('.');
      if (issue.code === 'unrecognized_keys') return issue.keys.map((name) => `${[...issue.path, name].join('.')}: unknown key`);
      if (issue.code === 'invalid_key') return [`${maskKey(key)}: ${issue.issues[0]?.message ?? 'invalid key'}`];
      return [`${maskKey(key)}: ${issue.message}`];
    }),
  );
}

/** An API key is itself a key of the file; only its first characters may be shown. */
const maskKey = (key: string): string => key.replace(/^(api_keys\.)(.{4})[^.]*/, '$1$2…');

/** Reads a settings file as it stands, without validating it; a file that is missing or empty has no settings. */
export function readTree(path: string): Tree {
  if (!existsSync(path)) return {};
  const document = parseDocument(readFileSync(path, 'utf8'));
  if (document.errors.length > 0)
    throw new ConfigError(
      path,
      document.errors.map((error) => error.message.split('\n')[0] ?? error.message),
    );
  const tree: unknown = document.toJS();
  if (tree === null || tree === undefined) return {};
  if (typeof tree !== 'object' || Array.isArray(tree)) throw new ConfigError(path, ['must be a map of sections']);
  return tree as Tree;
}

/** Settings with the environment laid over them. */
export function withEnvironment(tree: Tree, env: Environment): Tree {
  const merged = structuredClone(tree);
  for (const [variable, key] of Object.entries(environmentKeys)) {
    const value = env[variable];
    if (value !== undefined && value !== '') assign(merged, key.split('.'), value);
  }
  for (const [key, value] of brandingFromEnvironment(env)) assign(merged, key.split('.'), value);
  return merged;
}

function assign(tree: Tree, [head, ...rest]: string[], value: unknown): void {
  if (head === undefined) return;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const child = tree[head];
  const next: Tree = typeof child === 'object' && child !== null ? (child as Tree) : {};
  tree[head] = next;
  assign(next, rest, value);
}

/** PostgreSQL URL of the settings, from `database.url` or from its parts. */
export function databaseUrl({ database }: Config): string {
  if (database.url !== undefined) return database.url;
  const credentials = `${encodeURIComponent(database.username)}:${encodeURIComponent(database.password)}`;
  return `postgresql://${credentials}@${database.server}:${database.port}/${encodeURIComponent(database.name)}`;
}

/** PostgreSQL URL of the role that owns the tables and migrates them; the same as everybody's when none is set. */
export const ownerDatabaseUrl = (config: Config): string => config.database.owner_url ?? databaseUrl(config);
