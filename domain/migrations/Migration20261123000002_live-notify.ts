import { Migration } from '@mikro-orm/migrations';

/** What the schema generator cannot say: live notifications, and the index that stock orders are drawn by. */
export class Migration20261123000002_live_notify extends Migration {
  override up(): void {
    this.addSql(`create function live_event_notify() returns trigger language plpgsql as $$
      begin
        perform pg_notify('live', json_build_object('channel', new.channel, 'seq', new.seq)::text);
        return null;
      end $$`);
    this.addSql(`create trigger live_event_notify after insert on live_event for each row execute function live_event_notify()`);
    this.addSql(`create index inventory_available on inventory (item, inventory_id)
      where customer_id is null and service_id is null and reserved_provision_id is null and item_state in ('New', 'In Stock')`);
  }
}
