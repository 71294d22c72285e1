import type { Page } from './list.ts';
import { request, type RequestContext } from './request.ts';

/** Somebody acting for the signed-in user, as it goes on. */
export interface Impersonation {
  impersonator_id: number;
  impersonator_email: string;
  impersonator_name: string;
  impersonation_start: string;
  expires_at: string;
}

/** Users of a customer that one may act for, by contact. */
export function listActable(
  customerId: number,
  context: RequestContext = {},
): Promise<{ user_id: number; contact_id: number; name: string; email: string }[]> {
  return request('GET', `/crm/auth/impersonate/customer_id/${customerId}`, context);
}

/** One entry of who acted for whom; the duration is in seconds. */
export interface ImpersonationEntry {
  impersonation_id: number;
  impersonating_user_id: number;
  impersonating_user: string;
  target_user_id: number;
  target_user: string;
  customer_id: number | null;
  customer_name: string | null;
  reason: string | null;
  ip: string | null;
  impersonation_start: string;
  impersonation_end: string | null;
  impersonation_duration: number;
}

/** Begins to act for a user; the browser's session becomes one of theirs. */
export async function startImpersonation(userId: number, reason: string | undefined): Promise<void> {
  await request('POST', '/crm/auth/impersonate', { body: { user_id: userId, ...(reason ? { reason } : {}) } });
}

/** Goes back to one's own session; false when that ended meanwhile. */
export async function stopImpersonation(): Promise<boolean> {
  const answer = await request<{ access_token: string | null }>('POST', '/crm/auth/stop_impersonation', {
    body: {},
    anonymous: true,
  });
  return answer.access_token !== null;
}

export async function currentImpersonation(context: RequestContext = {}): Promise<Impersonation | null> {
  const answer = await request<{ impersonation: Impersonation | null }>('GET', '/crm/auth/impersonation', context);
  return answer.impersonation;
}

/** A page of who acted for whom; `userId` is either of the two, `staffId` who acted, `customerId` whose user was acted for. */
export function listImpersonations(
  query: {
    page?: number;
    perPage?: number;
    userId?: string;
    staffId?: string;
    customerId?: string;
    from?: string;
    to?: string;
  },
  context: RequestContext = {},
): Promise<Page<ImpersonationEntry>> {
  const { page, perPage, userId, staffId, customerId, from, to } = query;
  return request<Page<ImpersonationEntry>>('GET', '/crm/auth/impersonation_logs', {
    ...context,
    query: {
      page,
      per_page: perPage,
      user_id: userId,
      impersonating_user_id: staffId,
      customer_id: customerId,
      start_date: from,
      end_date: to,
    },
  });
}
