import { Migration } from '@mikro-orm/migrations';

/** Trigram indexes for the searches of the lists: text found anywhere in a column without reading the table. */
export class Migration20261123000020_list_indexes extends Migration {
  override up(): void {
    for (const [table, column] of searched) {
      this.addSql(`create index ${table}_${column}_search on ${table} using gin (${column} gin_trgm_ops)`);
    }
  }
}

const searched = [
  ['customer', 'customer_name'],
  ['customer_contact', 'contact_email'],
  ['customer_contact', 'contact_phone'],
  ['service', 'service_name'],
  ['service', 'service_uuid'],
  ['inventory', 'itemtext1'],
  ['inventory', 'itemtext2'],
] as const;
