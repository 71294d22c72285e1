import { type Columns, recordJson, type RecordJson } from '../record.ts';
import { lockedUntil } from './login-throttle.ts';

/** Columns of a user as administrators see them. */
export const userColumns = {
  id: 'int',
  username: 'text',
  email: 'text',
  email_verified: 'flag',
  pending_email: 'text?',
  first_name: 'text',
  middle_name: 'text?',
  last_name: 'text',
  phone_number: 'text?',
  contact_id: 'int?',
  customer_id: 'int?',
  customer_name: 'text?',
  is_2fa_enabled: 'flag',
  force_password_change: 'flag',
  locked: 'flag',
  locked_until: 'instant?',
  last_login: 'instant?',
  login_count: 'int',
  deleted: 'flag',
  deleted_at: 'instant?',
  created: 'instant',
  last_modified: 'instant',
} as const satisfies Columns;

/** A user with the names of its roles. */
export type UserJson = RecordJson<typeof userColumns> & { roles: string[] };
export type UserRow = Record<string, unknown> & { roles: string[] };

/** SELECT list of `UserRow`; needs `app_user u` and `userJoin`. */
export const userSelect = `u.id, u.username, u.email::text as email, u.email_verified, u.pending_email::text as pending_email, u.first_name, u.middle_name, u.last_name,
  u.phone_number, u.contact_id, t.customer_id, k.customer_name, u.is_2fa_enabled, u.force_password_change, l.locked_until is not null as locked, l.locked_until,
  u.last_login, u.login_count, u.deleted, u.deleted_at, u.created, u.last_modified,
  array(select r.name from user_role ur join role r on r.id = ur.role_id where ur.user_id = u.id order by r.name) as roles`;
export const userJoin = `left join customer_contact t on t.contact_id = u.contact_id left join customer k on k.customer_id = t.customer_id
  cross join lateral (select ${lockedUntil} as locked_until) l`;

/** Shows a user. */
export const userJson = (row: UserRow): UserJson => ({ ...recordJson(userColumns, row), roles: row.roles });
