import { Migration } from '@mikro-orm/migrations';

/** Whose sign-in failed, as a digest, so that an administrator sees that it is paused and can lift it; the columns this was once meant for go. */
export class Migration20261123000145_accountOfFailures extends Migration {
  override up(): void {
    this.addSql('alter table "login_failure" add column "account" varchar(64) null');
    this.addSql('create index "login_failure_account_index" on "login_failure" ("account")');
    this.addSql('alter table "app_user" drop column "failed_logins", drop column "locked_until"');
  }

  override down(): void {
    this.addSql('alter table "app_user" add column "failed_logins" int not null default 0, add column "locked_until" timestamptz null');
    this.addSql('alter table "login_failure" drop column "account"');
  }
}
