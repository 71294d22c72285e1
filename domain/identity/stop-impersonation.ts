import type { EntityManager } from '@mikro-orm/postgresql';
import { actingAs } from '../activity-log/author.ts';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import type { Ctx } from '../context.ts';
import { precondition } from '../errors.ts';
import { addToken, endSession, idleHours, type Session, tokenHash } from './session.ts';

/** The end of acting for somebody; `session` is the member of staff's own again, or none when that has ended meanwhile. */
export interface StoppedImpersonation {
  endedAt: Date;
  durationSeconds: number;
  session: Session | undefined;
}

interface OpenRow {
  impersonation_id: number;
  session_id: string;
  original_session_id: string;
  impersonating_user_id: number;
  target_user_id: number;
  impersonation_start: Date;
  ended: Date;
  impersonator: string;
}

/**
 * Ends acting for somebody and restores the session it was begun from. Known by the signed-in session or, once its time
 * is over, by its refresh token. Throws `precondition` when neither belongs to one.
 */
export async function stopImpersonation(ctx: Ctx, { refreshToken }: { refreshToken?: string | undefined }): Promise<StoppedImpersonation> {
  const { em } = ctx;
  const sessionId = ctx.principal.sessionId ?? (await sessionOf(em, refreshToken));
  if (sessionId === undefined) throw precondition('You act for nobody.');
  const [found] = await em.execute<{ impersonating_user_id: number; email: string }[]>(
    'select l.impersonating_user_id, u.email::text as email from impersonation_log l join app_user u on u.id = l.impersonating_user_id where l.session_id = ?',
    [sessionId],
  );
  if (found === undefined) throw precondition('You act for nobody.');
  const author = { kind: 'user' as const, user_id: found.impersonating_user_id, label: found.email, ip: ctx.ip, request_id: ctx.requestId };
  return actingAs(
    () => author,
    () => em.transactional((tx) => close(tx, ctx, sessionId)),
  );
}

async function close(em: EntityManager, ctx: Ctx, sessionId: string): Promise<StoppedImpersonation> {
  const [row] = await em.execute<OpenRow[]>(
    `update impersonation_log set impersonation_end = coalesce(impersonation_end, least(now(), expires_at)) where session_id = ?
     returning *, impersonation_end as ended`,
    [sessionId],
  );
  if (row === undefined) throw precondition('You act for nobody.');
  await endSession(em, sessionId);
  await recordSecurityEvent(em, { kind: 'impersonation_ended', user_id: row.target_user_id, ip: ctx.ip, user_agent: ctx.userAgent });
  const endedAt = new Date(row.ended);
  const durationSeconds = Math.max(0, Math.round((endedAt.getTime() - new Date(row.impersonation_start).getTime()) / 1000));
  return { endedAt, durationSeconds, session: await restored(em, ctx, row) };
}

/** The next token of the original session, if that is still open. */
async function restored(em: EntityManager, ctx: Ctx, row: OpenRow): Promise<Session | undefined> {
  const [original] = await em.execute<{ remember: boolean; expires_at: Date }[]>(
    `select t.remember, t.expires_at from refresh_token t join app_user u on u.id = t.user_id
      where t.family_id = ? and t.user_id = ? and t.revoked_at is null and t.expires_at > now() and not u.deleted order by t.created desc limit 1`,
    [row.original_session_id, row.impersonating_user_id],
  );
  if (original === undefined) return undefined;
  const expiresAt = original.remember ? new Date(original.expires_at) : new Date(Date.now() + idleHours * 3_600_000);
  const session = { userId: row.impersonating_user_id, sessionId: row.original_session_id, remember: original.remember, expiresAt };
  return addToken(em, session, { ip: ctx.ip, userAgent: ctx.userAgent });
}

async function sessionOf(em: EntityManager, refreshToken: string | undefined): Promise<string | undefined> {
  if (refreshToken === undefined) return undefined;
  const [row] = await em.execute<{ family_id: string }[]>('select family_id from refresh_token where token_hash = ?', [tokenHash(refreshToken)]);
  return row?.family_id;
}
