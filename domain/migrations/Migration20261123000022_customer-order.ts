import { Migration } from '@mikro-orm/migrations';

/** Index that the list of customers by name is read from, in either direction. */
export class Migration20261123000022_customer_order extends Migration {
  override up(): void {
    this.addSql(`create index customer_by_name on customer (customer_name, customer_id)`);
  }
}
