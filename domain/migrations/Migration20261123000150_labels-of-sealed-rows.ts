import { Migration } from '@mikro-orm/migrations';

/** Keeps an entry's labels out of their index until it is sealed, a second later: taking words apart is the sealer's work, not the writers'. */
export class Migration20261123000150_labelsOfSealedRows extends Migration {
  override up(): void {
    this.make('where seq is not null');
  }

  override down(): void {
    this.make('');
  }

  private make(which: string): void {
    this.addSql('drop index activity_log_labels');
    this.addSql(
      `create index activity_log_labels on activity_log using gin (entity_label gin_trgm_ops, actor_label gin_trgm_ops, impersonator_label gin_trgm_ops) ${which}`,
    );
  }
}
