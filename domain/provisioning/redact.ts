/** What stands in the place of a secret. */
export const redactionMark = '[redacted]';

/** Keys, compared without case, `-` and `_`, whose values are secrets wherever they occur. */
const secretKeys = new Set([
  'accesstoken',
  'apikey',
  'apisecret',
  'authkey',
  'authorization',
  'clientkey',
  'clientsecret',
  'cookie',
  'ki',
  'jwt',
  'managementpassword',
  'opc',
  'passphrase',
  'pin1',
  'pin2',
  'privatekey',
  'puk1',
  'puk2',
  'refreshtoken',
  'setcookie',
  'token',
  'wifipsk',
  'xapikey',
]);
const secretEndings = /(password|passwd|secret|secretkey|token|apikey|privatekey|psk)$/;

const secretTexts: [RegExp, string][] = [
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){0,3}/g, redactionMark],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${redactionMark}`],
  [/\b(sk|rk|whsec)_(live_|test_)?[A-Za-z0-9]{10,}/g, redactionMark],
  [/(:\/\/[^/\s:@]+:)[^/\s@]+@/g, `$1${redactionMark}@`],
  [/((?:access_?token|refresh_?token|api_?key|api_?secret|password|passwd|secret|\bki|\bopc)["']?\s*[:=]\s*["']?)[^\s"',;&}[]+/gi, `$1${redactionMark}`],
];

/** What else is known to be secret, such as the token a play was given. */
export interface RedactionOptions {
  secrets?: readonly string[];
}

/** Deeper than any honest answer; a hostile one must not exhaust the stack. */
const deepestLevel = 60;

/**
 * A copy of a task's result, or of any JSON value, without tokens, passwords and keys, and fit for PostgreSQL
 * (no NUL, no lone surrogates); for everything that is stored or shown.
 */
export function redactResult<T>(value: T, options: RedactionOptions = {}): T {
  const secrets = bySize([...(options.secrets ?? []), ...valuesOfSecretKeys(value, 0, isDistinct)]);
  return redactValue(value, secrets, 0) as T;
}

/** A text, such as a play's output, without tokens, passwords and keys. */
export function redactText(text: string, options: RedactionOptions = {}): string {
  return redactString(text, bySize(options.secrets ?? []), 0);
}

/** What the secret keys of a value hold, e.g. the passwords among a play's variables; to be hidden wherever it turns up. */
export const secretsIn = (value: unknown): string[] => valuesOfSecretKeys(value, 0, (text) => text.trim() !== '');

function redactValue(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return redactString(value, secrets, depth);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepestLevel) return '[left out: too deep]';
  if (Array.isArray(value)) return value.map((part) => redactValue(part, secrets, depth + 1));
  const entries = Object.entries(value).map(([key, part]) => {
    const hidden = isSecretKey(key) && part !== null && part !== '' && typeof part !== 'boolean';
    return [redactString(key, secrets, depth), hidden ? redactionMark : redactValue(part, secrets, depth + 1)];
  });
  return Object.fromEntries(entries);
}

/** A SIM's key is also under `itemtext4` of the same answer: what a secret key holds is hidden everywhere. */
function valuesOfSecretKeys(value: unknown, depth: number, isWanted: (text: string) => boolean): string[] {
  if (typeof value !== 'object' || value === null || depth > deepestLevel) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const own = isSecretKey(key) && typeof part === 'string' && isWanted(part) ? [part] : [];
    return [...own, ...valuesOfSecretKeys(part, depth + 1, isWanted)];
  });
}

/** Results also have words under such keys, e.g. `token: "not found"`, which must stay readable elsewhere. */
const isDistinct = (text: string): boolean => text.length >= 8 && !text.includes(' ');

function isSecretKey(key: string): boolean {
  const plain = key.toLowerCase().replace(/[-_\s]/g, '');
  return secretKeys.has(plain) || secretEndings.test(plain);
}

function redactString(text: string, secrets: readonly string[], depth: number): string {
  const storable = text.toWellFormed().replaceAll('\0', '\uFFFD');
  const withoutKnown = secrets.reduce((result, secret) => result.replaceAll(secret, redactionMark), storable);
  const withoutJson = redactJsonText(withoutKnown, secrets, depth);
  return withoutJson ?? secretTexts.reduce((result, [pattern, mark]) => result.replace(pattern, mark), withoutKnown);
}

/** Bodies are often JSON inside a string (`content` of a uri result); their keys are looked at like any others. */
function redactJsonText(text: string, secrets: readonly string[], depth: number): string | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    const redacted = JSON.stringify(redactValue(parsed, secrets, depth + 1));
    return redacted === JSON.stringify(parsed) ? text : redacted;
  } catch {
    return undefined;
  }
}

/** Very short secrets would blank out innocent text; longest first, so that no part of one remains. JSON and addresses spell some otherwise. */
function bySize(secrets: readonly string[]): string[] {
  const spellings = secrets.flatMap((secret) =>
    secret.length < 6 ? [] : [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())],
  );
  return [...new Set(spellings)].toSorted((one, other) => other.length - one.length);
}
