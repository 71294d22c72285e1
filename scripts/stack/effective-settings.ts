import { join } from 'node:path';
import type { Config } from '../../domain/settings/config-schema.ts';
import { type Tree, parseConfig, readTree, withEnvironment } from '../../domain/settings/load-config.ts';
import { mergeTree, valueAt } from './merge-tree.ts';
import type { StackSecrets } from './secrets.ts';
import type { StackSettings } from './settings.ts';

/** Parts that an address in the settings replaces, and the keys that count as one. */
const replacedBy = {
  databaseUrl: ['database.url', 'database.server'],
  temporalAddress: ['temporal.address'],
  cgratesAddress: ['ocs.cgrates'],
  ansible: ['provisioning.ansible_playbook'],
  mailjet: ['mailjet.base_url', 'mailjet.api_key'],
  smsc: ['smsc.smsc_url'],
  hss: ['hss.hss_peers'],
  cbc: ['cbc_url'],
} as const;

export type ReplaceablePart = keyof typeof replacedBy;

/** What the operator set, and which parts are therefore not started. */
export interface OperatorSettings {
  source: string;
  tree: Tree;
  isEmbedded: (part: ReplaceablePart) => boolean;
}

/** Reads the operator's `crm_config.yaml` (CRM_CONFIG, else the one in the project) with the environment over it. */
export function operatorSettings(root: string, env: NodeJS.ProcessEnv = process.env): OperatorSettings {
  const source = env['CRM_CONFIG'] ?? join(root, 'crm_config.yaml');
  const tree = withEnvironment(readTree(source), env);
  return { source, tree, isEmbedded: (part) => replacedBy[part].every((key) => valueAt(tree, key) === undefined) };
}

/** Paths that are known once Ansible is installed, and whether the demo's key is let in. */
export interface EffectiveOptions {
  ansible?: { playbook: string; python: string };
  demo: boolean;
}

/** Settings the processes run with: the example's defaults, the embedded parts' addresses, the operator's own on top; throws ConfigError. */
export function effectiveSettings(
  settings: StackSettings,
  secrets: StackSecrets,
  operator: OperatorSettings,
  options: EffectiveOptions,
): { tree: Tree; config: Config } {
  const tree = mergeTree(mergeTree(exampleDefaults(settings.root), embedded(settings, secrets, operator, options)), operator.tree);
  return { tree, config: parseConfig(tree, operator.source) };
}

/** Connection to the embedded PostgreSQL. */
export function embeddedDatabaseUrl(
  { ports }: StackSettings,
  { postgresPassword }: Pick<StackSecrets, 'postgresPassword'>,
  role = 'linewright',
  database = role,
): string {
  return `postgresql://${role}:${postgresPassword}@127.0.0.1:${ports.postgres}/${database}`;
}

/** Role of the running processes in the embedded PostgreSQL: it reads and writes rows, but owns nothing. */
export const applicationRole = 'linewright_app';

/** Connection of the running processes to the embedded PostgreSQL. */
export const applicationDatabaseUrl = (settings: StackSettings, { applicationPassword }: StackSecrets): string =>
  embeddedDatabaseUrl(settings, { postgresPassword: applicationPassword }, applicationRole, 'linewright');

/** The example without its addresses, which stand for a production of the reader's own. */
function exampleDefaults(root: string): Tree {
  const {
    environment: _environment,
    listen: _listen,
    database: _database,
    temporal: _temporal,
    crm: _crm,
    web: _web,
    ...rest
  } = readTree(join(root, 'crm_config.example.yaml'));
  return rest;
}

function embedded(settings: StackSettings, secrets: StackSecrets, operator: OperatorSettings, { ansible, demo }: EffectiveOptions): Tree {
  const { ports } = settings;
  const local = (port: number): string => `http://127.0.0.1:${port}`;
  const whenEmbedded = (part: ReplaceablePart, tree: Tree): Tree => (operator.isEmbedded(part) ? tree : {});
  return [
    { environment: 'local', listen: { host: '127.0.0.1', port: ports.api }, jwt_secret: secrets.jwtSecret },
    { crm: { base_url: local(ports.api) }, web: { public_url: `http://localhost:${ports.web}` } },
    { provisioning: { run_directory: join(settings.dataDir, 'runs') } },
    demo ? { api_keys: { [secrets.demoApiKey]: { roles: ['admin'], description: 'Demo' } } } : {},
    whenEmbedded('databaseUrl', { database: { url: applicationDatabaseUrl(settings, secrets) } }),
    whenEmbedded('temporalAddress', { temporal: { address: `127.0.0.1:${ports.temporal}`, ui_url: local(ports.temporalUi) } }),
    whenEmbedded('cgratesAddress', { ocs: { cgrates: `127.0.0.1:${ports.cgratesHttp}` } }),
    ansible ? whenEmbedded('ansible', { provisioning: { ansible_playbook: ansible.playbook, python: ansible.python } }) : {},
    whenEmbedded('mailjet', { mailjet: { base_url: local(ports.sandboxMailjet), api_key: 'sandbox', api_secret: 'sandbox' } }),
    whenEmbedded('smsc', { smsc: { source_msisdn: 'Linewright', smsc_url: local(ports.sandboxSmsc), api_key: 'sandbox' } }),
    whenEmbedded('hss', { hss: { hss_peers: [local(ports.sandboxHss)] } }),
    whenEmbedded('cbc', { cbc_url: local(ports.sandboxCbc) }),
  ].reduce<Tree>(mergeTree, {});
}
