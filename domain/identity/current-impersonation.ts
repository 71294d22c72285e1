import type { EntityManager } from '@mikro-orm/postgresql';

/** Acting for somebody, as it is going on. */
export interface CurrentImpersonation {
  impersonator_id: number;
  impersonator_email: string;
  impersonator_name: string;
  impersonation_start: string;
  expires_at: string;
}

/**
 * Whether a session is one of somebody acting for its user, and who that is; `ended` when it was and is over: stopped,
 * out of time, or the member of staff is gone or may no longer.
 */
export async function impersonationOf(em: EntityManager, sessionId: string): Promise<CurrentImpersonation | 'ended' | undefined> {
  const [row] = await em.execute<(CurrentImpersonation & { open: boolean })[]>(
    `select s.id as impersonator_id, s.email::text as impersonator_email, coalesce(nullif(trim(s.first_name || ' ' || s.last_name), ''), s.username) as impersonator_name,
            l.impersonation_start, l.expires_at,
            l.impersonation_end is null and l.expires_at > now() and not s.deleted and exists (
              select from user_role ur join role_permission rp on rp.role_id = ur.role_id join permission p on p.id = rp.permission_id
               where ur.user_id = s.id and p.name in ('admin', 'can_impersonate')) as open
       from impersonation_log l join app_user s on s.id = l.impersonating_user_id where l.session_id = ?`,
    [sessionId],
  );
  if (row === undefined) return undefined;
  if (!row.open) return 'ended';
  const { open: _open, ...current } = row;
  return { ...current, impersonation_start: new Date(row.impersonation_start).toISOString(), expires_at: new Date(row.expires_at).toISOString() };
}
