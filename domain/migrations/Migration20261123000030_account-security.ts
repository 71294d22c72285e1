import { Migration } from '@mikro-orm/migrations';

/** Second factors, mailed links, earlier passwords and sign-in by other providers (AUTH-4 to AUTH-8, AUTH-17). */
export class Migration20261123000030_account_security extends Migration {
  override up(): void {
    for (const statement of [...tables, ...watch]) this.addSql(statement);
  }
}

const tables = [
  `alter table app_user add column totp_pending text null, add column totp_last_step bigint null, add column password_changed_at timestamptz null`,
  `create table backup_code (
     id uuid primary key,
     user_id int not null references app_user (id) on delete cascade,
     code_hash varchar(64) not null,
     pending boolean not null default false,
     used_at timestamptz null,
     created timestamptz not null default now())`,
  `create index backup_code_user_id_index on backup_code (user_id)`,
  `create table password_history (
     id uuid primary key,
     user_id int not null references app_user (id) on delete cascade,
     password_hash varchar(255) not null,
     created timestamptz not null default now())`,
  `create index password_history_user_id_index on password_history (user_id)`,
  `create table account_link (
     mail_id uuid primary key,
     user_id int not null references app_user (id) on delete cascade,
     purpose varchar(20) not null check (purpose in ('password', 'email')),
     mail_kind varchar(40) not null,
     token_hash varchar(64) not null unique,
     email citext not null,
     expires_at timestamptz not null,
     used_at timestamptz null,
     created timestamptz not null default now())`,
  `create index account_link_user_id_index on account_link (user_id)`,
  `create table login_identity (
     id uuid primary key,
     user_id int not null references app_user (id) on delete cascade,
     issuer varchar(500) not null,
     subject varchar(255) not null,
     provider varchar(40) not null,
     created timestamptz not null default now(),
     constraint login_identity_issuer_subject_unique unique (issuer, subject))`,
  `create index login_identity_user_id_index on login_identity (user_id)`,
];

// A forced change of password and a second factor decide what a remembered identity may reach.
const watch = [
  'drop trigger app_user_identity on app_user',
  `create trigger app_user_identity after delete or update of email, contact_id, deleted, force_password_change, is_2fa_enabled on app_user
     for each statement execute function identity_notify()`,
];
