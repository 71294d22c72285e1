import { Migration } from '@mikro-orm/migrations';

/** Requests per caller and minute, shared by all copies of the API; unlogged, because a crash may forget a minute. */
export class Migration20261123000090_rateCount extends Migration {
  override up(): void {
    this.addSql('create unlogged table "rate_count" ("key" text primary key, "minute" int not null, "requests" int not null)');
  }

  override down(): void {
    this.addSql('drop table "rate_count"');
  }
}
