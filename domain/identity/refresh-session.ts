import type { EntityManager } from '@mikro-orm/postgresql';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import type { Ctx } from '../context.ts';
import { unauthorized } from '../errors.ts';
import { addToken, endSession, idleHours, type Session, tokenHash } from './session.ts';

/**
 * Browser tabs that wake together send the same refresh token; for so long after its first use, in seconds, each gets
 * a token of its own. Later use means that somebody copied it.
 */
export const graceSeconds = 10;

interface TokenRow {
  family_id: string;
  user_id: number;
  remember: boolean;
  expires_at: Date;
  revoked: boolean;
  expired: boolean;
  deleted: boolean;
  rotated_seconds_ago: number | null;
}

/**
 * Exchanges a refresh token for the next one of its session (RFC 9700 §4.14.2). Throws `unauthorized` for a token that
 * is unknown, over or revoked; one used again after the grace ends the whole session, the thief's and the owner's.
 */
export async function refreshSession(ctx: Ctx, { refreshToken, userAgent }: { refreshToken: string; userAgent?: string | undefined }): Promise<Session> {
  const session = await ctx.em.transactional(async (em) => {
    const row = await lockToken(em, tokenHash(refreshToken));
    if (row === undefined || row.revoked || row.deleted) return undefined;
    if (row.rotated_seconds_ago !== null && row.rotated_seconds_ago > graceSeconds) {
      await endSession(em, row.family_id);
      await recordSecurityEvent(em, { kind: 'refresh_token_reused', user_id: row.user_id, ip: ctx.ip, user_agent: ctx.userAgent });
      return undefined;
    }
    if (row.expired) return undefined;
    await em.execute('update refresh_token set rotated_at = coalesce(rotated_at, now()) where token_hash = ?', [tokenHash(refreshToken)]);
    const expiresAt = row.remember ? new Date(row.expires_at) : new Date(Date.now() + idleHours * 3_600_000);
    return addToken(em, { userId: row.user_id, sessionId: row.family_id, remember: row.remember, expiresAt }, { ip: ctx.ip, userAgent });
  });
  if (session === undefined) throw unauthorized('This session has ended; sign in again.');
  return session;
}

async function lockToken(em: EntityManager, hash: string): Promise<TokenRow | undefined> {
  const [row] = await em.execute<TokenRow[]>(
    `select t.family_id, t.user_id, t.remember, t.expires_at, u.deleted,
            t.revoked_at is not null as revoked, t.expires_at < now() as expired,
            extract(epoch from clock_timestamp() - t.rotated_at)::float8 as rotated_seconds_ago
       from refresh_token t join app_user u on u.id = t.user_id
      where t.token_hash = ? for update of t`,
    [hash],
  );
  return row;
}
