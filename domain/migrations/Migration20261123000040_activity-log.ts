import { Migration } from '@mikro-orm/migrations';

/**
 * The audit trail (CUS-9, AUTH-16): rows are written by triggers in the change's own transaction, so that no statement
 * can leave one out, and by `record_activity` for what is no change of a row. Both run as the owner: the application's
 * role may read the table and nothing else. `activity_seal` links new rows into the hash chain.
 */
export class Migration20261123000040_activity_log extends Migration {
  override up(): void {
    for (const statement of [...table, content, guard, ...guards, addEntry, recordActivity, seal, ...closed]) this.addSql(statement);
  }
}

const table = [
  `create table activity_log (
     activity_id bigserial primary key,
     at timestamptz not null default clock_timestamp(),
     category text not null check (category in ('change', 'security', 'note')),
     action varchar(60) not null,
     entity_kind varchar(60) not null,
     entity_id varchar(100) null,
     entity_label varchar(300) null,
     customer_id int null,
     actor_kind varchar(20) not null,
     user_id int null,
     actor_label varchar(300) null,
     impersonator_id int null,
     impersonator_label varchar(300) null,
     api_key_id int null,
     ip varchar(64) null,
     user_agent varchar(400) null,
     request_id varchar(255) null,
     workflow_id varchar(200) null,
     provision_id int null,
     before jsonb null,
     after jsonb null,
     details jsonb null,
     seq bigint null,
     hash varchar(64) null)`,
  `create index activity_log_customer on activity_log (customer_id, activity_id)`,
  `create index activity_log_user on activity_log (user_id, activity_id)`,
  `create index activity_log_kind on activity_log (entity_kind, activity_id)`,
  `create unique index activity_log_seq on activity_log (seq) where seq is not null`,
  `create index activity_log_unsealed on activity_log (activity_id) where seq is null`,
  `create table activity_chain (one boolean primary key default true check (one), seq bigint not null, hash varchar(64) not null)`,
  `insert into activity_chain (seq, hash) values (0, repeat('0', 64))`,
];

// What a row says, without a choice of spelling: jsonb sorts keys, and the instant is whole microseconds.
const content = `create function activity_content(a activity_log) returns text language sql immutable as $$
  select jsonb_build_array(a.activity_id, (extract(epoch from a.at) * 1000000)::bigint, a.category, a.action, a.entity_kind, a.entity_id, a.entity_label,
    a.customer_id, a.actor_kind, a.user_id, a.actor_label, a.impersonator_id, a.impersonator_label, a.api_key_id, a.ip, a.user_agent, a.request_id,
    a.workflow_id, a.provision_id, a.before, a.after, a.details)::text $$`;

const guard = `create function activity_log_guard() returns trigger language plpgsql as $$
  begin
    if tg_op = 'UPDATE' and old.seq is null and new.seq is not null and activity_content(old) = activity_content(new) then
      return new;
    end if;
    raise exception 'Rows of the activity log can be neither changed nor removed.' using errcode = 'insufficient_privilege';
  end $$`;

const guards = [
  `create trigger activity_log_guard before update or delete on activity_log for each row execute function activity_log_guard()`,
  `create trigger activity_log_guard_all before truncate on activity_log for each statement execute function activity_log_guard()`,
];

// The author travels in a setting of the transaction; a change without one was made by hand in the database.
const addEntry = `create function activity_add(category text, action text, kind text, id text, label text, customer int, was jsonb, became jsonb, details jsonb, source jsonb default '{}')
  returns void language plpgsql as $$
  declare
    author jsonb := coalesce(nullif(source->'author', 'null'), nullif(current_setting('linewright.actor', true), '')::jsonb, jsonb_build_object('kind', 'database', 'label', session_user));
  begin
    insert into activity_log (category, action, entity_kind, entity_id, entity_label, customer_id, actor_kind, user_id, actor_label, impersonator_id,
        impersonator_label, api_key_id, ip, user_agent, request_id, workflow_id, provision_id, before, after, details)
    values (category, action, kind, id, left(label, 300), customer, author->>'kind', (author->>'user_id')::int, left(author->>'label', 300),
      (author->>'impersonator_id')::int, left(author->>'impersonator_label', 300), (author->>'api_key_id')::int, coalesce(author->>'ip', source->>'ip'), left(coalesce(author->>'user_agent', source->>'user_agent'), 400),
      left(author->>'request_id', 255), left(author->>'workflow_id', 200), (author->>'provision_id')::int, was, became, details);
  end $$`;

const recordActivity = `create function record_activity(entry jsonb) returns void language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    if entry->>'category' not in ('security', 'note') then
      raise exception 'Changes are recorded by the tables themselves.';
    end if;
    perform activity_add(entry->>'category', entry->>'action', entry->>'entity_kind', entry->>'entity_id', entry->>'entity_label',
      (entry->>'customer_id')::int, null, null, entry->'details', entry);
  end $$`;

// Row by row in the order found; a row of a transaction that ends later gets a later place, whatever its id.
const seal = `create function activity_seal(most int default 5000) returns int language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    entry activity_log;
    place bigint;
    link text;
    sealed int := 0;
  begin
    select c.seq, c.hash into place, link from activity_chain c for update;
    for entry in select * from activity_log where seq is null order by activity_id limit most loop
      place := place + 1;
      link := encode(sha256(convert_to(link || activity_content(entry), 'UTF8')), 'hex');
      update activity_log set seq = place, hash = link where activity_id = entry.activity_id;
      sealed := sealed + 1;
    end loop;
    if sealed > 0 then
      update activity_chain set seq = place, hash = link;
    end if;
    return sealed;
  end $$`;

const closed = [
  `revoke all on activity_log, activity_chain from public`,
  `revoke execute on function activity_add(text, text, text, text, text, int, jsonb, jsonb, jsonb, jsonb) from public`,
];
