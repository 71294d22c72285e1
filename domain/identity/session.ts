import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Life of a session asked to be remembered, from sign-in on, days (AUTH-2). */
export const rememberedDays = 30;

/** An unremembered session ends after so long without a refresh, hours. */
export const idleHours = 12;

/** An open session: the refresh token is in nobody's hands but the caller's, only its hash is stored. */
export interface Session {
  userId: number;
  /** Family of the refresh tokens, the `sid` of access tokens. */
  sessionId: string;
  refreshToken: string;
  remember: boolean;
  /** End of the refresh token. */
  expiresAt: Date;
}

/** Where a session is used from, kept for its owner's eyes. */
export interface SessionSource {
  ip: string | null;
  userAgent?: string | undefined;
}

/** SHA-256 of a refresh token, hex: enough for 256 random bits, and a stolen table opens no session. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Opens a session of a user who proved who they are. */
export async function openSession(
  em: EntityManager,
  { userId, remember, source }: { userId: number; remember: boolean; source: SessionSource },
): Promise<Session> {
  // Kept for 30 days beyond their end, so that reuse of an old token is still recognised.
  await em.execute(`delete from refresh_token where user_id = ? and expires_at < now() - interval '30 days'`, [userId]);
  const lifeMs = remember ? rememberedDays * 86_400_000 : idleHours * 3_600_000;
  return addToken(em, { userId, sessionId: randomUUID(), remember, expiresAt: new Date(Date.now() + lifeMs) }, source);
}

/** Adds the next refresh token to a session's chain. */
export async function addToken(em: EntityManager, session: Omit<Session, 'refreshToken'>, source: SessionSource): Promise<Session> {
  const refreshToken = randomBytes(32).toString('base64url');
  await em.execute(`insert into refresh_token (id, family_id, user_id, token_hash, remember, ip, user_agent, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?)`, [
    randomUUID(),
    session.sessionId,
    session.userId,
    tokenHash(refreshToken),
    session.remember,
    source.ip,
    source.userAgent?.slice(0, 400) ?? null,
    session.expiresAt,
  ]);
  return { ...session, refreshToken };
}

/** Ends a session at once: its refresh and access tokens are refused from here on. */
export async function endSession(em: EntityManager, sessionId: string): Promise<void> {
  await em.execute('update refresh_token set revoked_at = now() where family_id = ? and revoked_at is null', [sessionId]);
}

/** Ends the session a refresh token belongs to; a token nobody knows ends nothing. */
export async function endSessionOf(em: EntityManager, refreshToken: string): Promise<void> {
  await em.execute(
    'update refresh_token set revoked_at = now() where family_id = (select family_id from refresh_token where token_hash = ?) and revoked_at is null',
    [tokenHash(refreshToken)],
  );
}
