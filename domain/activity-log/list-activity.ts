import type { Ctx } from '../context.ts';
import { demandCustomer } from '../customers/demand-customer.ts';
import { type Condition, filterConditions, findPage } from '../find-page.ts';
import type { Principal } from '../identity/principal.ts';
import { isTenant } from '../identity/scope.ts';
import { containing, type ListQuery, type Page } from '../paging.ts';
import { recordNames } from './record-names.ts';
import { type ActivityJson, activityJson, type ActivityRow } from './activity-json.ts';

const filters = {
  category: 'a.category',
  action: 'a.action',
  entity_kind: 'a.entity_kind',
  entity_id: 'a.entity_id',
  actor_kind: 'a.actor_kind',
  workflow_id: 'a.workflow_id',
};
/** Compared as numbers: read as text, no index would find them. */
const numbers = { customer_id: 'a.customer_id', provision_id: 'a.provision_id', api_key_id: 'a.api_key_id' };

const select = `a.activity_id::float8 as activity_id, a.at, a.category, a.action, a.entity_kind, a.entity_id, a.entity_label, a.customer_id, c.customer_name,
  a.actor_kind, a.user_id, a.actor_label, nullif(trim(u.first_name || ' ' || u.last_name), '') as user_name, a.impersonator_id, a.impersonator_label,
  nullif(trim(i.first_name || ' ' || i.last_name), '') as impersonator_full_name, a.api_key_id, a.ip, a.user_agent, a.request_id, a.workflow_id,
  coalesce(a.provision_id, case when a.entity_kind = 'job' and a.entity_id ~ '^\\d{1,9}$' then a.entity_id::int end) as provision_id,
  nullif(trim(o.first_name || ' ' || o.last_name), '') as ordered_by, p.run_id, a.before, a.after, a.details`;
const join = `left join customer c on c.customer_id = a.customer_id left join app_user u on u.id = a.user_id left join app_user i on i.id = a.impersonator_id
  left join provision p on p.provision_id = a.provision_id left join app_user o on o.id = p.initiating_user`;

/** How a part of the audit trail is asked for; `from` and `to` are instants, the first included, the last not. */
export interface ActivityQuery extends ListQuery {
  from?: Date | undefined;
  to?: Date | undefined;
}

/** A page of the audit trail, newest first; for a customer's own user only that customer's changes, without what is the operator's. */
export async function listActivity(ctx: Ctx, query: ActivityQuery, customerId?: number): Promise<Page<ActivityJson>> {
  const { em, principal } = ctx;
  if (customerId !== undefined) await demandCustomer(em, principal, customerId);
  const { user_id: people, ...plain } = query.filters;
  const ids = Object.entries(numbers).flatMap(([key, column]) => byNumber(column, plain[key]));
  const others = Object.fromEntries(Object.entries(plain).filter(([key]) => !Object.hasOwn(numbers, key)));
  const where: Condition[] = [...filterConditions(others, filters), ...ids, ...scope(principal), ...byPerson(people), ...within(query)];
  if (customerId !== undefined) where.push({ sql: 'a.customer_id = ?', params: [customerId] });
  if (query.search !== undefined) where.push(labelled(query.search));
  const orderBy = `a.activity_id ${query.order}`;
  const page = await findPage<ActivityRow>(em, { select, from: 'activity_log a', join, where, orderBy }, query);
  const names = await recordNames(em, principal, page.data);
  return { ...page, data: page.data.map((row) => activityJson(principal, row, names)) };
}

/**
 * Rows with the text in a label. Labels are in the index once their row is in the hash chain; the few others are read
 * through, and asked in other words, for the planner would merge two conditions alike into one that no index serves.
 */
function labelled(text: string): Condition {
  const like = containing(text);
  return {
    sql: `a.seq is not null and (a.entity_label ilike ? or a.actor_label ilike ? or a.impersonator_label ilike ?)
      or a.seq is null and concat_ws('\n', a.entity_label, a.actor_label, a.impersonator_label) ilike ?`,
    params: [like, like, like, like],
  };
}

/** Security events of staff, stock and catalogue are not a customer's business. */
function scope(principal: Principal): Condition[] {
  if (principal.customerId === null) return [];
  const kinds = ['customer', 'contact', 'site', 'service', 'transaction', 'invoice', 'payment', 'job', 'inventory', 'user'];
  return [
    { sql: 'a.customer_id = ?', params: [principal.customerId] },
    ...(isTenant(principal) ? [{ sql: `a.category <> 'note' and a.entity_kind = any(array[?]::text[])`, params: [kinds] }] : []),
  ];
}

/** What somebody did, in their own name or in another's. */
function byPerson(people: ListQuery['filters'][string] | undefined): Condition[] {
  if (people === undefined || people.every((id) => id === null)) return [];
  const ids = wholeNumbers(people);
  return [{ sql: `a.user_id = any(?::int[]) or a.impersonator_id = any(?::int[])`, params: [ids, ids] }];
}

function byNumber(column: string, values: ListQuery['filters'][string] | undefined): Condition[] {
  if (values === undefined || values.length === 0) return [];
  return [{ sql: `${column} = any(?::int[])${values.includes(null) ? ` or ${column} is null` : ''}`, params: [wholeNumbers(values)] }];
}

/** As PostgreSQL writes a list; what is no number is nobody's. */
const wholeNumbers = (values: readonly unknown[]): string =>
  `{${values
    .map(String)
    .filter((value) => /^\d{1,9}$/.test(value))
    .join(',')}}`;

function within({ from, to }: ActivityQuery): Condition[] {
  return [...(from === undefined ? [] : [{ sql: 'a.at >= ?', params: [from] }]), ...(to === undefined ? [] : [{ sql: 'a.at < ?', params: [to] }])];
}
