import { Migration } from '@mikro-orm/migrations';

/**
 * The audit trigger at half its cost, with the same entries: a changed row is gone through once, what is told of a value
 * is an expression the planner can inline, and a former owner is looked for only when the owner has changed.
 */
export class Migration20261123000121_leanAuditTrigger extends Migration {
  override up(): void {
    for (const statement of [toldValue, customerOfContact, customerOf, change]) this.addSql(statement);
    this.addSql('drop function audit_shown(jsonb, text[])');
  }
}

// Secrets are known by their column's name or by the list of their table; that one changed is told, never what it was.
const toldValue = `create function audit_value(key text, value jsonb, secret text[]) returns jsonb language sql immutable as $$
  select case
      when value = 'null' then value
      when key = any(secret) or key ~ '(password|secret|token|private_key)|_hash$|^sealed_|json_vars$' then '"(secret)"'
      when length(value::text) > 2000 then to_jsonb(left(value #>> '{}', 2000) || '…')
      else value end $$`;

// A function of its own: one with a query in it cannot be inlined, and most rows name their customer themselves.
const customerOfContact = `create function audit_customer_of_contact(contact int) returns int language sql stable as $$
  select customer_id from customer_contact where contact_id = contact $$`;

const customerOf = `create or replace function audit_customer(columns jsonb) returns int language sql stable as $$
  select case when columns ? 'customer_id' then (columns->>'customer_id')::int
              else audit_customer_of_contact((columns->>'contact_id')::int) end $$`;

// Arguments: kind, key column, columns of the name, secret columns, columns whose change is not told.
const change = `create or replace function audit_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    kind text := tg_argv[0];
    secret text[] := tg_argv[3]::text[];
    category text := case when kind in ('user', 'role', 'api_key') then 'security' else 'change' end;
    action text := case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end;
    was jsonb;
    became jsonb;
    whole jsonb;
    part text;
    label text;
    owner int;
    former int;
    told_before jsonb;
    told_after jsonb;
  begin
    if tg_op <> 'INSERT' then
      was := to_jsonb(old) - tg_argv[4]::text[];
    end if;
    if tg_op <> 'DELETE' then
      became := to_jsonb(new) - tg_argv[4]::text[];
    end if;
    if was = became then
      return null;
    end if;
    whole := coalesce(became, was);
    if tg_table_name = 'inventory' then
      secret := secret || audit_secret_items((whole->>'inventory_template_id')::int);
    end if;
    if tg_op = 'UPDATE' then
      select jsonb_object_agg(key, audit_value(key, value, secret)), jsonb_object_agg(key, audit_value(key, became->key, secret)) into told_before, told_after
        from jsonb_each(was) where became->key <> value;
    else
      select jsonb_object_agg(key, audit_value(key, value, secret)) into told_before from jsonb_each(was) where value not in ('null', '""');
      select jsonb_object_agg(key, audit_value(key, value, secret)) into told_after from jsonb_each(became) where value not in ('null', '""');
    end if;
    foreach part in array tg_argv[2]::text[] loop
      label := nullif(concat_ws(' ', label, nullif(whole->>part, '')), '');
    end loop;
    owner := audit_customer(whole);
    if tg_op = 'UPDATE' and told_before ?| array['customer_id', 'contact_id'] then
      former := audit_customer(was);
    end if;
    perform activity_add(category, action, kind, whole->>tg_argv[1], label, coalesce(owner, former), told_before, told_after, null);
    -- What passed from one customer to another is in the timelines of both.
    if owner <> former then
      perform activity_add(category, action, kind, whole->>tg_argv[1], label, former, told_before, told_after, null);
    end if;
    return null;
  end $$`;
