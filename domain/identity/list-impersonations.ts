import type { Ctx } from '../context.ts';
import { type Condition, findPage } from '../find-page.ts';
import type { ListQuery, Page } from '../paging.ts';
import { type Columns, recordJson, type RecordJson } from '../record.ts';

/** Columns of an impersonation; `impersonation_duration` in seconds, so far when it goes on. */
export const impersonationColumns = {
  impersonation_id: 'int',
  impersonating_user_id: 'int',
  impersonating_user: 'text',
  target_user_id: 'int',
  target_user: 'text',
  customer_id: 'int?',
  customer_name: 'text?',
  reason: 'text?',
  ip: 'text?',
  impersonation_start: 'instant',
  impersonation_end: 'instant?',
  expires_at: 'instant',
  impersonation_duration: 'int',
} as const satisfies Columns;
export type ImpersonationJson = RecordJson<typeof impersonationColumns>;

/** Filters of the impersonation log (chapter 25); `userId` is either of the two people, durations in seconds. */
export interface ImpersonationQuery extends Pick<ListQuery, 'page' | 'per_page' | 'order'> {
  userId?: number | undefined;
  impersonatingUserId?: number | undefined;
  targetUserId?: number | undefined;
  /** The customer whose user was acted for. */
  customerId?: number | undefined;
  startDate?: Date | undefined;
  endDate?: Date | undefined;
  minDuration?: number | undefined;
  maxDuration?: number | undefined;
}

const duration = 'extract(epoch from least(coalesce(l.impersonation_end, now()), l.expires_at) - l.impersonation_start)::int';
const select = `l.impersonation_id, l.impersonating_user_id, s.email::text as impersonating_user, l.target_user_id, t.email::text as target_user, c.customer_id, k.customer_name,
  l.reason, l.ip, l.impersonation_start, coalesce(l.impersonation_end, case when l.expires_at <= now() then l.expires_at end) as impersonation_end, l.expires_at, ${duration} as impersonation_duration`;
const join = `join app_user s on s.id = l.impersonating_user_id join app_user t on t.id = l.target_user_id
  left join customer_contact c on c.contact_id = t.contact_id left join customer k on k.customer_id = c.customer_id`;

/** A page of who acted for whom, when and for how long. */
export async function listImpersonations({ em }: Ctx, query: ImpersonationQuery): Promise<Page<ImpersonationJson>> {
  const { userId, impersonatingUserId, targetUserId, customerId, startDate, endDate, minDuration, maxDuration } = query;
  const conditions: (Condition | undefined)[] = [
    given('(l.impersonating_user_id = ? or l.target_user_id = ?)', userId, userId),
    given('l.impersonating_user_id = ?', impersonatingUserId),
    given('l.target_user_id = ?', targetUserId),
    given('l.target_user_id in (select u.id from app_user u join customer_contact o on o.contact_id = u.contact_id where o.customer_id = ?)', customerId),
    given('l.impersonation_start >= ?', startDate),
    given('l.impersonation_start < ?', endDate),
    given(`${duration} >= ?`, minDuration),
    given(`${duration} <= ?`, maxDuration),
  ];
  const where = conditions.filter((condition) => condition !== undefined);
  const page = await findPage<object>(em, { select, from: 'impersonation_log l', join, where, orderBy: `l.impersonation_id ${query.order}` }, query);
  return { ...page, data: page.data.map((row) => recordJson(impersonationColumns, row)) };
}

const given = (sql: string, ...params: unknown[]): Condition | undefined => (params[0] === undefined ? undefined : { sql, params });
