import type { Ctx } from '../context.ts';
import { invalid } from '../errors.ts';
import { type Condition, filterConditions, findPage, ordering } from '../find-page.ts';
import { containing, type ListQuery, type Page, sortColumn } from '../paging.ts';
import { userJoin, type UserJson, userJson, type UserRow, userSelect } from './user-json.ts';

const sortable = ['id', 'username', 'email', 'first_name', 'last_name', 'last_login', 'login_count', 'created', 'last_modified', 'is_2fa_enabled'] as const;
const filters = {
  deleted: 'u.deleted',
  is_2fa_enabled: 'u.is_2fa_enabled',
  email_verified: 'u.email_verified',
  email_domain: `lower(split_part(u.email::text, '@', 2))`,
  customer_id: 't.customer_id',
  contact_id: 'u.contact_id',
};

/** A page of users (AUTH-10), searched by name, user name or address; deleted ones only when asked for. */
export async function listUsers({ em }: Ctx, query: ListQuery): Promise<Page<UserJson>> {
  const column = sortColumn(query, sortable, 'id');
  const { role, last_login, two_factor, email_domain, ...plain } = query.filters;
  const domains = email_domain?.map((value) => (typeof value === 'string' ? value.toLowerCase().replace(/^@/, '') : value));
  const where = [
    ...filterConditions({ ...plain, ...(two_factor ? { is_2fa_enabled: two_factor } : {}), ...(domains ? { email_domain: domains } : {}) }, filters),
    ...withRole(role),
    ...signedIn(last_login),
  ];
  if (query.filters['deleted'] === undefined) where.push({ sql: 'not u.deleted' });
  if (query.search !== undefined) where.push(searched(query.search));
  const orderBy = ordering(`u.${column}`, query.order, 'u.id', column === 'last_login');
  const page = await findPage<UserRow>(em, { select: userSelect, from: `app_user u ${userJoin}`, where, orderBy }, query);
  return { ...page, data: page.data.map(userJson) };
}

function withRole(names: ListQuery['filters'][string] | undefined): Condition[] {
  if (names === undefined || names.length === 0) return [];
  return [
    {
      sql: 'exists (select from user_role ur join role r on r.id = ur.role_id where ur.user_id = u.id and r.name = any(array[?]::text[]))',
      params: [names.map(String)],
    },
  ];
}

/** `never`, or a number of days: signed in within so many (`7`), or not for so many (`-90`). */
function signedIn(values: ListQuery['filters'][string] | undefined): Condition[] {
  if (values === undefined || values.length === 0) return [];
  const each = values.map((value): Condition => {
    if (value === 'never' || value === null) return { sql: 'u.last_login is null' };
    const days = Number(value);
    if (!Number.isInteger(days) || days === 0 || Math.abs(days) > 3650)
      throw invalid('filters', 'last_login: use “never”, a number of days such as 7 (signed in within them) or -90 (not for so many).');
    if (days > 0) return { sql: `u.last_login >= now() - make_interval(days => ?)`, params: [days] };
    return { sql: `u.last_login < now() - make_interval(days => ?)`, params: [-days] };
  });
  return [{ sql: each.map(({ sql }) => sql).join(' or '), params: each.flatMap(({ params }) => params ?? []) }];
}

function searched(search: string): Condition {
  const like = containing(search);
  const asId = /^\d{1,9}$/.test(search) ? Number(search) : null;
  return {
    sql: `u.email::text ilike ? or u.username ilike ? or (u.first_name || ' ' || u.last_name) ilike ? or u.phone_number ilike ? or u.id = ?`,
    params: [like, like, like, like, asId],
  };
}
