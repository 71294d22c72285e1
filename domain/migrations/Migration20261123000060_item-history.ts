import { Migration } from '@mikro-orm/migrations';

/**
 * What happened to each item, and every version of its configuration. Triggers write both, so that no way of changing an
 * item (people, plays, reservations, imports, a customer's removal) can leave a gap; `linewright.actor` says who it was.
 */
export class Migration20261123000060_item_history extends Migration {
  override up(): void {
    this.addSql(`alter table inventory add column import_id int, add column import_row int`);
    this.addSql(`create unique index inventory_import_row on inventory (import_id, import_row) where import_id is not null`);
    this.addSql(`create table inventory_history (
      history_id bigint generated always as identity primary key,
      inventory_id int not null,
      happened_at timestamptz not null default clock_timestamp(),
      kind text not null check (kind in ('created', 'changed', 'removed')),
      from_state text, to_state text,
      from_customer_id int, to_customer_id int,
      from_service_id int, to_service_id int,
      from_location text, to_location text,
      from_reserved_provision_id int, to_reserved_provision_id int,
      provision_id int, import_id int, user_id int, actor text)`);
    this.addSql(`create index inventory_history_item on inventory_history (inventory_id, history_id)`);
    this.addSql(`create table inventory_config_version (
      inventory_id int not null references inventory (inventory_id) on delete cascade,
      version int not null,
      content text,
      created timestamptz not null default clock_timestamp(),
      provision_id int, user_id int, actor text, restored_version int,
      primary key (inventory_id, version))`);
    this.addSql(actorFunction);
    this.addSql(historyFunction);
    this.addSql(`create trigger inventory_history_made after insert on inventory for each row execute function inventory_note()`);
    this.addSql(`create trigger inventory_history_removed after delete on inventory for each row execute function inventory_note()`);
    this.addSql(`create trigger inventory_history_changed after update on inventory for each row when (
      (old.item_state, old.customer_id, old.service_id, old.item_location, old.reserved_provision_id)
        is distinct from (new.item_state, new.customer_id, new.service_id, new.item_location, new.reserved_provision_id))
      execute function inventory_note()`);
    this.addSql(configFunction);
    this.addSql(`create trigger inventory_config_made after insert on inventory for each row when (new.config_content is not null)
      execute function inventory_keep_config()`);
    this.addSql(`create trigger inventory_config_changed after update of config_content on inventory for each row
      when (old.config_content is distinct from new.config_content) execute function inventory_keep_config()`);
    this.addSql(`insert into inventory_history (inventory_id, happened_at, kind, to_state, to_customer_id, to_service_id, to_location, actor)
      select inventory_id, created, 'created', item_state, customer_id, service_id, item_location, null from inventory`);
    this.addSql(`insert into inventory_config_version (inventory_id, version, content, created)
      select inventory_id, 1, config_content, last_modified from inventory where config_content is not null`);
  }
}

/** Who changes something in this transaction, as `domain/inventory/acting.ts` noted it; empty for the system itself. */
const actorFunction = `create function inventory_actor() returns jsonb language sql stable as $$
  select coalesce(nullif(current_setting('linewright.actor', true), '')::jsonb, '{}'::jsonb) $$`;

const historyFunction = `create function inventory_note() returns trigger language plpgsql as $$
  declare
    was inventory := case when tg_op = 'INSERT' then null else old end;
    is_now inventory := case when tg_op = 'DELETE' then null else new end;
    who jsonb := inventory_actor();
  begin
    insert into inventory_history (inventory_id, kind, from_state, to_state, from_customer_id, to_customer_id, from_service_id, to_service_id,
        from_location, to_location, from_reserved_provision_id, to_reserved_provision_id, provision_id, import_id, user_id, actor)
      values (coalesce(is_now.inventory_id, was.inventory_id),
        case tg_op when 'INSERT' then 'created' when 'DELETE' then 'removed' else 'changed' end,
        was.item_state, is_now.item_state, was.customer_id, is_now.customer_id, was.service_id, is_now.service_id,
        was.item_location, is_now.item_location, was.reserved_provision_id, is_now.reserved_provision_id,
        coalesce((who->>'provision_id')::int, is_now.reserved_provision_id, was.reserved_provision_id,
          is_now.assigned_provision_id, was.assigned_provision_id),
        case when tg_op = 'UPDATE' then null else coalesce(is_now.import_id, was.import_id) end,
        (who->>'user_id')::int, who->>'label');
    return null;
  end $$`;

const configFunction = `create function inventory_keep_config() returns trigger language plpgsql as $$
  declare who jsonb := inventory_actor();
  begin
    insert into inventory_config_version (inventory_id, version, content, provision_id, user_id, actor, restored_version)
      select new.inventory_id, coalesce(max(version), 0) + 1, new.config_content,
             (who->>'provision_id')::int, (who->>'user_id')::int, who->>'label', (who->>'restored_version')::int
        from inventory_config_version where inventory_id = new.inventory_id;
    return null;
  end $$`;
