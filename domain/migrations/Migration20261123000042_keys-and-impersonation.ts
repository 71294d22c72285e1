import { Migration } from '@mikro-orm/migrations';

/** API keys of the database (AUTH-13) and the sessions in which staff act for somebody else (AUTH-15). */
export class Migration20261123000042_keys_and_impersonation extends Migration {
  override up(): void {
    this.addSql(`create table api_key (
      api_key_id serial primary key,
      name varchar(150) not null,
      description text null,
      key_hash varchar(64) null unique,
      key_hint varchar(8) not null,
      permissions text[] not null,
      ips text[] null,
      created_by int not null references app_user (id),
      expiry_date timestamptz null,
      last_used timestamptz null,
      last_used_ip varchar(64) null,
      revoked_at timestamptz null,
      created timestamptz not null default now(),
      last_modified timestamptz not null default now())`);
    this.addSql(`create trigger api_key_identity after delete or update of key_hash, permissions, ips, expiry_date, revoked_at on api_key
      for each statement execute function identity_notify()`);
    this.addSql(`create table impersonation_log (
      impersonation_id serial primary key,
      impersonating_user_id int not null references app_user (id),
      target_user_id int not null references app_user (id),
      session_id uuid not null unique,
      original_session_id uuid not null,
      reason varchar(500) null,
      ip varchar(64) null,
      impersonation_start timestamptz not null default now(),
      expires_at timestamptz not null,
      impersonation_end timestamptz null)`);
    // Whoever starts a second one ends the first.
    this.addSql(`create unique index impersonation_log_open on impersonation_log (impersonating_user_id) where impersonation_end is null`);
    this.addSql(`create index impersonation_log_target on impersonation_log (target_user_id)`);
    this.addSql(`create trigger impersonation_identity after update on impersonation_log for each statement execute function identity_notify()`);
  }
}
