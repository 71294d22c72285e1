import { Migration } from '@mikro-orm/migrations';

/**
 * Indexes for every order in which customers are listed, with the status that lists leave archived ones out by: a page is
 * found in them alone, however far back, and only the rows it shows are read from the table.
 */
export class Migration20261123000071_customer_orders extends Migration {
  override up(): void {
    this.addSql('drop index customer_by_name');
    for (const [name, columns] of orders)
      this.addSql(`create index customer_by_${name} on customer (${columns})${columns.includes('customer_status') ? '' : ' include (customer_status)'}`);
  }
}

const orders = [
  ['id', 'customer_id'],
  ['name', 'customer_name, customer_id'],
  ['account_type', 'customer_account_type, customer_id'],
  ['status', 'customer_status, customer_id'],
  ['payment_type', 'customer_payment_type, customer_id'],
  ['created', 'created, customer_id'],
  ['last_modified', 'last_modified, customer_id'],
  // Empty dates come last in both directions, which one index read backwards cannot give.
  ['contract_end', 'contract_end_date, customer_id'],
  ['contract_end_desc', 'contract_end_date desc nulls last, customer_id desc'],
] as const;
