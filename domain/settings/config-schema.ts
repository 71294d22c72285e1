import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { brandingSection, grafanaSection, helpSection, webAppsSection } from './branding-sections.ts';
import { rateLimitSection, telemetrySection } from './operation-sections.ts';

const url = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL such as http://localhost:5000' });
const trimmedUrl = url.transform((value) => value.replace(/\/+$/, ''));
const hostPort = z.string().regex(/^[^\s/:]+:\d+$/, 'must be host:port such as localhost:2080');
const secret = z.string('must be text (put it in quotes)').min(32, 'must have at least 32 characters (openssl rand -hex 32)');
const addressOrRange = z
  .string()
  .refine((value) => ipaddr.isValid(value) || ipaddr.isValidCIDR(value), 'must be an IP address or a CIDR range such as 10.0.0.0/8');

const mailType = z.strictObject({
  from_email: z.email(),
  from_name: z.string(),
  template_id: z.number().int().positive().optional(),
  subject: z.string().optional(),
});

const apiKey = z.strictObject({
  roles: z.array(z.string()).min(1),
  ips: z.array(addressOrRange).optional(),
  description: z.string().optional(),
});

/** Loopback lets nobody in: every program of the machine and every proxy on it has it, so an entry would be an open door. */
const remoteAddress = addressOrRange.refine(
  (value) => !isLoopback(value),
  'is this machine itself, which is never let in by its address; give the program an API key (api_keys, with ips: [127.0.0.1])',
);

function isLoopback(value: string): boolean {
  const [address] = value.split('/');
  return ipaddr.isValid(address ?? '') && ipaddr.process(address ?? '').range() === 'loopback';
}

/** `ip_whitelist` as a map of address to roles, or as a plain list, which means the role admin (AUTH-14). */
const ipWhitelist = z.preprocess(
  (value) => (Array.isArray(value) ? Object.fromEntries(value.map((ip) => [String(ip), { roles: ['admin'] }])) : value),
  z.record(remoteAddress, z.strictObject({ roles: z.array(z.string()).min(1) })),
);

/** Without a key addresses are found among the shipped towns only, and pins are set by hand. */
const mapsSection = z.strictObject({ google_api_key: z.string().min(1).optional(), google_base_url: trimmedUrl.default('https://maps.googleapis.com') });

const databaseSection = z.strictObject({
  url: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// URL')
    .optional(),
  // Owner of the tables, who migrates them; the running processes need less (see docs/operators.md).
  owner_url: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// URL')
    .optional(),
  username: z.string().default('linewright'),
  password: z.string().default(''),
  server: z.string().default('localhost'),
  port: z.coerce.number().int().default(5432),
  name: z.string().default('linewright'),
});

const temporalSection = z.strictObject({
  address: hostPort.default('127.0.0.1:7233'),
  namespace: z.string().default('default'),
  task_queue: z.string().default('linewright'),
  ui_url: trimmedUrl.default('http://127.0.0.1:8233'),
  tls: z.boolean().default(false),
  api_key: z.string().optional(),
});

const provisioningSection = z.strictObject({
  failure_list: z.array(z.email()).default([]),
  runner: z.enum(['warm', 'stock']).default('warm'),
  play_timeout_seconds: z.coerce.number().int().min(10).max(86_400).default(300),
  max_concurrent_plays: z.coerce.number().int().min(1).max(64).default(4),
  run_directory: z.string().optional(),
  ansible_playbook: z.string().optional(),
  python: z.string().optional(),
});

/** Rules for people's accounts (chapters 02 and 38). */
const securitySection = z.strictObject({
  /** Who needs a second factor: nobody, all staff, or the holders of these roles; customers never. */
  require_2fa: z.union([z.boolean(), z.array(z.string())]).default(false),
  /** How many of the last passwords cannot be taken again; 0 remembers none. */
  password_history: z.coerce.number().int().min(0).max(24).default(5),
  /** How long staff may act for somebody else before it ends by itself, minutes. */
  impersonation_minutes: z.coerce.number().int().min(1).max(480).default(30),
});

/** An OpenID Connect provider people may sign in with (chapter 10, “social logins”), by the name its addresses carry. */
const loginProviders = z.record(
  z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be lower-case letters, digits and hyphens'),
  z.strictObject({
    label: z.string().min(1).max(40),
    issuer: url,
    client_id: z.string().min(1),
    client_secret: z.string().optional(),
    scopes: z.string().default('openid email profile'),
  }),
);

const mailjetSection = z
  .object({ api_key: z.string().default(''), api_secret: z.string().default(''), base_url: trimmedUrl.default('https://api.mailjet.com') })
  .catchall(mailType);

/** True for a name of the IANA time zone database. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Every section of `crm_config.yaml` (chapter 05); sections of the operator's own pass through to the plays. */
export const configSchema = z.looseObject({
  environment: z.enum(['production', 'local']).default('production'),
  listen: z.strictObject({ host: z.string().default('127.0.0.1'), port: z.coerce.number().int().default(5000) }).prefault({}),
  database: databaseSection.prefault({}),
  temporal: temporalSection.prefault({}),
  service_types: z
    .array(z.string().min(1).max(64))
    .min(1)
    .default(['omnicharge', 'mobile', 'internet', 'iptv', 'voip', 'fixed', 'fixed-voice', 'voice', 'data', 'hotspot', 'dongle', 'bundle', 'generic']),
  hss: z.strictObject({ hss_peers: z.array(trimmedUrl).default([]), apn_list: z.string().default('') }).prefault({}),
  mailjet: mailjetSection.prefault({}),
  provisioning: provisioningSection.prefault({}),
  invoice: z.strictObject({ template_filename: z.string() }).optional(),
  crm: z.strictObject({ base_url: trimmedUrl }).default({ base_url: 'http://localhost:5000' }),
  web: z.strictObject({ public_url: trimmedUrl, allowed_origins: z.array(trimmedUrl).default([]) }).prefault({ public_url: 'http://localhost:3000' }),
  ocs: z.strictObject({
    ocsApi: trimmedUrl.optional(),
    ocsTenant: z.string().min(1),
    cgrates: hostPort,
  }),
  smsc: z.strictObject({ source_msisdn: z.string(), smsc_url: url, api_key: z.string() }).optional(),
  cbc_url: trimmedUrl.optional(),
  jwt_secret: secret,
  encryption_key: secret.optional(),
  inventory: z.strictObject({ low_stock_list: z.array(z.email()).default([]) }).prefault({}),
  stripe: z
    .strictObject({
      secret_key: z.string().startsWith('sk_', 'must start with sk_'),
      publishable_key: z.string().startsWith('pk_', 'must start with pk_'),
      currency: z.string().length(3, 'must be an ISO 4217 code such as usd'),
      statement_descriptor_suffix: z.string().max(22).optional(),
    })
    .optional(),
  branding: brandingSection.prefault({}),
  web_apps: webAppsSection.default([]),
  grafana: grafanaSection.default([]),
  help: helpSection.prefault({}),
  telemetry: telemetrySection.prefault({}),
  rate_limits: rateLimitSection.prefault({}),
  security: securitySection.prefault({}),
  login_providers: loginProviders.default({}),
  api_keys: z.record(secret, apiKey).default({}),
  ip_whitelist: ipWhitelist.default({}),
  trusted_proxies: z.array(addressOrRange).default(['127.0.0.1', '::1']),
  locale: z
    .strictObject({
      country: z.string().default('United Kingdom'),
      currency: z.string().length(3).default('GBP'),
      locale: z.string().default('en-GB'),
      time_zone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/London').default('UTC'),
    })
    .prefault({}),
  maps: mapsSection.prefault({}),
});

/** The effective settings of a running process. */
export type Config = z.infer<typeof configSchema>;
