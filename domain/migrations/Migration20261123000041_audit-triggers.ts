import { Migration } from '@mikro-orm/migrations';

/**
 * The triggers' side of the audit trail: what a changed row looked like before and after, without its secrets. Which
 * tables carry them is decided by `domain/activity-log/install-audit.ts`, after every migration.
 */
export class Migration20261123000041_audit_triggers extends Migration {
  override up(): void {
    for (const statement of [shown, secretItems, customerOf, change, rights, memberships]) this.addSql(statement);
    this.addSql(`alter table provision add column impersonating_user int null`);
    for (const [name, event, table, transition] of pivots) {
      const run = table === 'role_permission' ? 'audit_role_permissions()' : 'audit_user_roles()';
      this.addSql(
        `create trigger audit_${name} after ${event} on ${table} referencing ${transition} table as touched for each statement execute function ${run}`,
      );
    }
  }
}

const pivots = [
  ['given', 'insert', 'role_permission', 'new'],
  ['taken', 'delete', 'role_permission', 'old'],
  ['given', 'insert', 'user_role', 'new'],
  ['taken', 'delete', 'user_role', 'old'],
] as const;

// Secrets are known by their column's name or by the list of their table; that one changed is told, never what it was.
const shown = `create function audit_shown(columns jsonb, secret text[]) returns jsonb language sql immutable as $$
  select jsonb_object_agg(key, case
      when value = 'null' then value
      when key = any(secret) or key ~ '(password|secret|token|private_key)|_hash$|^sealed_|json_vars$' then '"(secret)"'
      when length(value::text) > 2000 then to_jsonb(left(value #>> '{}', 2000) || '…')
      else value end)
    from jsonb_each(columns) $$`;

// What a free column of stock holds is said by its template's label: Ki, OPc, PIN, PUK, passwords.
const secretItems = `create function audit_secret_items(template int) returns text[] language sql stable as $$
  select coalesce(array_agg(replace(label.key, '_label', '')), '{}')
    from inventory_template t, jsonb_each_text(to_jsonb(t)) label
   where t.inventory_template_id = template and label.key like 'itemtext%_label'
     and regexp_replace(lower(label.value), '[^a-z0-9]+', '_', 'g')
         ~ '^(ki|k|opc?|amf|adm[0-9]*|kic|kid|kik|puk[0-9]*(_code)?|pin[0-9]*(_code)?)$|password|passwd|secret|private_key|auth_key|(sim|auth|encryption)_key|senha|passphrase' $$`;

const customerOf = `create function audit_customer(columns jsonb) returns int language sql stable as $$
  select case when columns ? 'customer_id' then (columns->>'customer_id')::int
              else (select c.customer_id from customer_contact c where c.contact_id = (columns->>'contact_id')::int) end $$`;

// Arguments: kind, key column, columns of the name, secret columns, columns whose change is not told.
const change = `create function audit_change() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    ignored text[] := tg_argv[4]::text[];
    secret text[] := tg_argv[3]::text[];
    was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - ignored end;
    became jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - ignored end;
    whole jsonb := coalesce(became, was);
    category text := case when tg_argv[0] in ('user', 'role', 'api_key') then 'security' else 'change' end;
    action text := case tg_op when 'INSERT' then 'created' when 'UPDATE' then 'changed' else 'deleted' end;
    label text;
    owner int;
    former int;
    told_before jsonb;
    told_after jsonb;
  begin
    if was = became then
      return null;
    end if;
    owner := audit_customer(whole);
    if tg_op = 'UPDATE' then
      former := audit_customer(was);
      select jsonb_object_agg(b.key, b.value), jsonb_object_agg(a.key, a.value) into told_before, told_after
        from jsonb_each(was) b join jsonb_each(became) a on a.key = b.key where a.value <> b.value;
    else
      select jsonb_object_agg(key, value) into told_before from jsonb_each(was) where value not in ('null', '""');
      select jsonb_object_agg(key, value) into told_after from jsonb_each(became) where value not in ('null', '""');
    end if;
    if tg_table_name = 'inventory' then
      secret := secret || audit_secret_items((whole->>'inventory_template_id')::int);
    end if;
    label := (select string_agg(nullif(whole->>part, ''), ' ' order by place) from unnest(tg_argv[2]::text[]) with ordinality named(part, place));
    told_before := audit_shown(told_before, secret);
    told_after := audit_shown(told_after, secret);
    perform activity_add(category, action, tg_argv[0], whole->>tg_argv[1], label, coalesce(owner, former), told_before, told_after, null);
    -- What passed from one customer to another is in the timelines of both.
    if owner <> former then
      perform activity_add(category, action, tg_argv[0], whole->>tg_argv[1], label, former, told_before, told_after, null);
    end if;
    return null;
  end $$`;

const rights = `create function audit_role_permissions() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    perform activity_add('security', case tg_op when 'INSERT' then 'permissions_given' else 'permissions_taken' end, 'role', t.role_id::text,
        min(r.name), null, null, null, jsonb_build_object('permissions', jsonb_agg(p.name order by p.name)))
      from touched t join permission p on p.id = t.permission_id left join role r on r.id = t.role_id group by t.role_id;
    return null;
  end $$`;

const memberships = `create function audit_user_roles() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    perform activity_add('security', case tg_op when 'INSERT' then 'roles_given' else 'roles_taken' end, 'user', t.user_id::text,
        min(u.email::text), min(c.customer_id), null, null, jsonb_build_object('roles', jsonb_agg(coalesce(r.name, 'role ' || t.role_id) order by r.name)))
      from touched t left join role r on r.id = t.role_id left join app_user u on u.id = t.user_id
        left join customer_contact c on c.contact_id = u.contact_id group by t.user_id;
    return null;
  end $$`;
