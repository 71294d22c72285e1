const prefixes: Readonly<Record<string, string>> = {
  customer: 'customer_',
  contact: 'contact_',
  service: 'service_',
  site: 'site_',
  product: 'product_',
  transaction: 'transaction_',
  inventory: 'item_',
  attribute: 'attribute_',
  tag: 'tag_',
};
const spelling: Readonly<Record<string, string>> = {
  firstname: 'first name',
  lastname: 'last name',
  email: 'e-mail address',
  uuid: 'UUID',
  is_2fa_enabled: 'two-factor sign-in',
  totp_secret: 'key of the authenticator app',
  password_hash: 'password',
  force_password_change: 'duty to change the password',
  email_verified: 'proof of the e-mail address',
  pending_email: 'e-mail address to be proven',
  ips: 'addresses',
  void: 'void mark',
  hex_color: 'color',
  phone: 'phone number',
  plus_code: 'Plus Code',
  provisioning_json_vars: 'variables of the play',
  deprovisioning_json_vars: 'variables of the play that ends it',
  terms_sha256: 'digest of the terms',
  initiating_user: 'ordered by',
  impersonating_user: 'ordered in their place by',
};

/** A column's name as a person says it: `customer_status` of a customer → status. */
export function wordsOf(column: string, kind: string): string {
  const prefix = prefixes[kind];
  const bare = prefix !== undefined && column.startsWith(prefix) && column !== `${prefix}id` ? column.slice(prefix.length) : column;
  return (
    spelling[bare] ??
    bare
      .replace(/_id$/, '')
      .replace(/^itemtext/, 'text ')
      .replaceAll('_', ' ')
  );
}

const longest = 80;

/** A value as a person reads it: Yes and No, dates without an empty time, long text cut. */
export function plainValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const instant = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|\+00:00)$/.exec(text);
  if (instant !== null) return instant[2] === '00:00' ? String(instant[1]) : `${instant[1]} ${instant[2]} UTC`;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Words joined as in a sentence: a, b and c. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
