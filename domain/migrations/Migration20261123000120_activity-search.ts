import { Migration } from '@mikro-orm/migrations';

/**
 * Indexes for the filters of the audit trail: text in labels, who acted for somebody, and days. Rows come in the order of
 * time, so that for days a summary of each few blocks is enough and costs a write nothing.
 */
export class Migration20261123000120_activitySearch extends Migration {
  override up(): void {
    this.addSql(
      'create index activity_log_labels on activity_log using gin (entity_label gin_trgm_ops, actor_label gin_trgm_ops, impersonator_label gin_trgm_ops)',
    );
    this.addSql('create index activity_log_impersonator on activity_log (impersonator_id, activity_id) where impersonator_id is not null');
    this.addSql('create index activity_log_at on activity_log using brin (at) with (pages_per_range = 32, autosummarize = on)');
    this.addSql('create index impersonation_log_staff on impersonation_log (impersonating_user_id, impersonation_id)');
  }

  override down(): void {
    for (const name of ['activity_log_labels', 'activity_log_impersonator', 'activity_log_at', 'impersonation_log_staff']) this.addSql(`drop index ${name}`);
  }
}
