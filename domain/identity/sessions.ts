import type { EntityManager } from '@mikro-orm/postgresql';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import { change, type Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import { demandOwnAccount } from './demand-own-account.ts';
import { deviceName } from './device-name.ts';

/** An open session of one's own. */
export interface OpenSession {
  session_id: string;
  device: string | null;
  ip: string | null;
  started: Date;
  last_used: Date;
  remember: boolean;
  /** The one that asks. */
  current: boolean;
}

interface SessionRow {
  session_id: string;
  user_agent: string | null;
  ip: string | null;
  started: Date;
  last_used: Date;
  remember: boolean;
}

/** One's own open sessions, the last used first; a session is used when it is opened and each time its access token is renewed. */
export async function listSessions({ em, principal }: Ctx): Promise<OpenSession[]> {
  const { userId, sessionId } = demandOwnAccount(principal);
  const rows = await em.execute<SessionRow[]>(
    `select distinct on (family_id) family_id as session_id, user_agent, ip, remember, created as last_used, min(created) over (partition by family_id) as started
       from refresh_token t
      where user_id = ? and revoked_at is null
        and exists (select from refresh_token o where o.family_id = t.family_id and o.revoked_at is null and o.rotated_at is null and o.expires_at > now())
      order by family_id, created desc`,
    [userId],
  );
  return rows
    .map(({ user_agent, ...row }) => ({ ...row, device: deviceName(user_agent) ?? null, current: row.session_id === sessionId }))
    .sort((a, b) => Number(b.current) - Number(a.current) || new Date(b.last_used).getTime() - new Date(a.last_used).getTime());
}

/** Ends one of one's own sessions; throws `not_found` for another's. */
export async function endOwnSession(ctx: Ctx, sessionId: string): Promise<void> {
  const { userId } = demandOwnAccount(ctx.principal);
  await change(ctx, async (em) => {
    const ended = await em.execute<unknown[]>(
      'update refresh_token set revoked_at = now() where family_id = ? and user_id = ? and revoked_at is null returning id',
      [sessionId, userId],
    );
    if (ended.length === 0) throw notFound('Session');
    await recordSecurityEvent(em, { kind: 'session_ended', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
  });
}

/** Ends all of one's own sessions but, if asked, this one: their refresh and access tokens are refused from here on. */
export async function endOwnSessions(ctx: Ctx, { keepCurrent }: { keepCurrent: boolean }): Promise<void> {
  const { userId, sessionId } = demandOwnAccount(ctx.principal);
  await change(ctx, async (em) => {
    await endSessionsOf(em, userId, keepCurrent ? sessionId : undefined);
    await recordSecurityEvent(em, { kind: 'all_sessions_ended', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
  });
}

/** Ends every session of a user, but for one if it is given. */
export async function endSessionsOf(em: EntityManager, userId: number, exceptSessionId?: string): Promise<void> {
  await em.execute('update refresh_token set revoked_at = now() where user_id = ? and revoked_at is null and family_id is distinct from ?::uuid', [
    userId,
    exceptSessionId ?? null,
  ]);
}
