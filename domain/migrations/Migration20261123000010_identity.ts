import { Migration } from '@mikro-orm/migrations';

/** Throttle of sign-ins, memory of seeded roles, and word to every API process when somebody's rights change. */
export class Migration20261123000010_identity extends Migration {
  override up(): void {
    this.addSql(
      `create table "login_failure" ("key" varchar(64) not null, "failures" int not null, "since" timestamptz not null, "blocked_until" timestamptz null, primary key ("key"));`,
    );
    this.addSql(`create index "login_failure_since_index" on "login_failure" ("since");`);
    this.addSql(`create table "seeded_role" ("name" varchar(100) not null, "seeded_at" timestamptz not null default now(), primary key ("name"));`);
    this.addSql(`create function identity_notify() returns trigger language plpgsql as $$
      begin
        perform pg_notify('identity', '');
        return null;
      end $$`);
    for (const { table, events } of watched) {
      this.addSql(`create trigger ${table}_identity after ${events} on ${table} for each statement execute function identity_notify()`);
    }
  }
}

/** Statements after which a remembered identity may be wrong; signing in touches none of them. */
const watched = [
  { table: 'app_user', events: 'delete or update of email, contact_id, deleted' },
  { table: 'user_role', events: 'insert or delete or update' },
  { table: 'role', events: 'insert or delete or update' },
  { table: 'role_permission', events: 'insert or delete or update' },
  { table: 'refresh_token', events: 'delete or update of revoked_at' },
  { table: 'customer_contact', events: 'delete or update of customer_id' },
];
