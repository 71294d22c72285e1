import { Migration } from '@mikro-orm/migrations';

/** Trigram indexes for the search of transactions. */
export class Migration20261123000021_transaction_search extends Migration {
  override up(): void {
    for (const column of ['title', 'description']) {
      this.addSql(`create index customer_transaction_${column}_search on customer_transaction using gin (${column} gin_trgm_ops)`);
    }
  }
}
