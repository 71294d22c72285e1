import type { Told } from './describe-activity.ts';
import { listed } from './plain-words.ts';

type Words = (entry: Told) => string;
const account: Words = ({ entity_label, entity_id }) => entity_label ?? (entity_id === null ? 'an unknown account' : `account ${entity_id}`);
const names = (details: Told['details'], key: string): string => {
  const list = details?.[key];
  const words = Array.isArray(list) ? list.map(String) : [];
  return words.length > 6 ? `${words.length} ${key}` : listed(words);
};
const many = (details: Told['details'], key: string): string => ((details?.[key] as unknown[] | undefined)?.length === 1 ? key.replace(/s$/, '') : key);

/** What people do with their own account, told without naming it again. */
const own: Readonly<Record<string, string>> = {
  login: 'signed in',
  login_failed: 'failed to sign in',
  login_refused: 'was refused to sign in: the customer is archived',
  logout: 'signed out',
  account_locked: 'was locked out after failed attempts',
  password_changed: 'changed the password',
  password_reset: 'set a new password by the mailed link',
  password_reset_requested: 'asked for a link to set a new password',
  email_verified: 'confirmed the e-mail address',
  two_factor_enabled: 'turned two-factor sign-in on',
  two_factor_failed: 'gave a wrong two-factor code',
  backup_code_used: 'signed in with a backup code',
  backup_codes_regenerated: 'made new backup codes',
  two_factor_moving: 'began to move two-factor sign-in to a new device',
  two_factor_locked: 'gave too many wrong two-factor codes',
  password_check_failed: 'gave a wrong password while signed in',
  email_change_requested: 'asked for another e-mail address',
  session_ended: 'signed out another device',
  all_sessions_ended: 'signed out everywhere',
  refresh_token_reused: 'was signed out: a session’s key that had been replaced was used again',
  provider_linked: 'signed in with another provider for the first time',
  provider_refused: 'was refused to sign in with another provider',
};

const told: Readonly<Record<string, Words>> = {
  roles_given: (entry) => `gave ${account(entry)} the ${many(entry.details, 'roles')} ${names(entry.details, 'roles')}`,
  roles_taken: (entry) => `took the ${many(entry.details, 'roles')} ${names(entry.details, 'roles')} from ${account(entry)}`,
  permissions_given: (entry) => `allowed the role “${account(entry)}” ${names(entry.details, 'permissions')}`,
  permissions_taken: (entry) => `no longer allows the role “${account(entry)}” ${names(entry.details, 'permissions')}`,
  impersonation_started: (entry) => `began to act as ${account(entry)}`,
  impersonation_ended: (entry) => `stopped acting as ${account(entry)}`,
  api_key_regenerated: (entry) => `regenerated the API key “${account(entry)}”`,
  two_factor_disabled: (entry) => `turned two-factor sign-in off for ${account(entry)}`,
  password_reset_by_admin: (entry) => `gave ${account(entry)} a temporary password`,
  account_unlocked: (entry) => `let ${account(entry)} sign in again after failed attempts`,
  welcome_sent: (entry) => `invited ${account(entry)}`,
  invitation_sent: (entry) => `invited ${account(entry)}`,
};

/** A security event as the rest of a sentence; one that is not known is told by its name. */
export function describeSecurity(entry: Told): string {
  const words = told[entry.action];
  if (words !== undefined) return words(entry);
  const self = own[entry.action];
  const isOwn = entry.actor_kind === 'anonymous' || entry.ownAccount === true || entry.actor_name === entry.entity_label || entry.details?.['own'] === true;
  if (self !== undefined && isOwn) return self;
  return `${self ?? entry.action.replaceAll('_', ' ')} (${account(entry)})`;
}
