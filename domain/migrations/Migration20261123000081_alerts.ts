import { Migration } from '@mikro-orm/migrations';

/** Finds what failed lately without reading what went well (CFG-4). */
export class Migration20261123000081_alerts extends Migration {
  override up(): void {
    this.addSql(`create index provision_failed on provision (finished) where provisioning_status = 2 and phase = 'failed'`);
    this.addSql(`create index communication_failed on communication (last_modified) where state in ('rejected', 'unavailable', 'uncertain')`);
  }

  override down(): void {
    this.addSql('drop index communication_failed');
    this.addSql('drop index provision_failed');
  }
}
