import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import { change, type Ctx } from '../context.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import { isClosedAccount } from './closed-account.ts';
import { holds, type Principal } from './principal.ts';
import type { PermissionName } from './permissions.ts';
import { addToken, type Session } from './session.ts';
import { readUserAccess, type UserAccess } from './user-access.ts';

/** A session in which somebody acts for another user. */
export interface StartedImpersonation {
  session: Session;
  impersonatorId: number;
  startedAt: Date;
}

/**
 * Lets staff act as another user for a while (AUTH-15): a session of the target's with its rights alone. A second one
 * ends the first. Throws `forbidden` without `can_impersonate`, for administrators and other staff with more rights,
 * and while acting for somebody already; `not_found` for a missing or removed user,
 * `conflict` for one whose customer is archived.
 */
export async function impersonate(ctx: Ctx, input: { userId: number; reason?: string | undefined; minutes: number }): Promise<StartedImpersonation> {
  const { impersonatorId, originalSession } = demandImpersonator(ctx.principal);
  return change(ctx, async (em) => {
    const target = await readUserAccess(em, input.userId);
    if (target === undefined && (await isClosedAccount(em, input.userId)))
      throw conflict('The customer of this user is archived. Restore the customer first.', 'user_id');
    if (target === undefined) throw notFound('User', input.userId);
    demandTarget(ctx.principal, target);
    await endOpen(em, ctx, impersonatorId);
    const startedAt = new Date();
    const expiresAt = new Date(startedAt.getTime() + input.minutes * 60_000);
    // Remembered, so that a refresh does not move its end.
    const opened = { userId: target.id, sessionId: randomUUID(), remember: true, expiresAt };
    const session = await addToken(em, opened, { ip: ctx.ip, userAgent: ctx.userAgent });
    await em.execute(
      `insert into impersonation_log (impersonating_user_id, target_user_id, session_id, original_session_id, reason, ip, impersonation_start, expires_at)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
      [impersonatorId, target.id, session.sessionId, originalSession, input.reason ?? null, ctx.ip, startedAt, expiresAt],
    );
    const details = input.reason === undefined ? {} : { reason: input.reason };
    await recordSecurityEvent(em, { kind: 'impersonation_started', user_id: target.id, ip: ctx.ip, user_agent: ctx.userAgent, details });
    return { session, impersonatorId, startedAt };
  });
}

function demandImpersonator(principal: Principal): { impersonatorId: number; originalSession: string } {
  if (principal.impersonatorId !== undefined) throw forbidden('You already act for somebody; stop that first.');
  if (!holds(principal, 'can_impersonate')) throw forbidden('This needs the permission can_impersonate.');
  if (principal.kind !== 'user' || principal.userId === null || principal.sessionId === undefined || principal.customerId !== null)
    throw forbidden('Only a member of staff who is signed in can act for somebody else.');
  return { impersonatorId: principal.userId, originalSession: principal.sessionId };
}

/** Acting for somebody must not be a way to rights one does not have; a customer's user has none beyond its own customer. */
function demandTarget(principal: Principal, target: UserAccess): void {
  if (target.id === principal.userId) throw forbidden('You cannot act for yourself.');
  if (target.permissions.includes('admin')) throw forbidden('Nobody can act for an administrator.');
  if (target.customer_id !== null) return;
  const beyond = target.permissions.filter((name) => !holds(principal, name as PermissionName));
  if (beyond.length > 0) throw forbidden(`This user may do what you may not: ${beyond.join(', ')}.`);
}

async function endOpen(em: EntityManager, ctx: Ctx, impersonatorId: number): Promise<void> {
  // Two starts of one person at once wait here for each other.
  await em.execute('select 1 from app_user where id = ? for no key update', [impersonatorId]);
  const open = await em.execute<{ session_id: string; target_user_id: number }[]>(
    `update impersonation_log set impersonation_end = least(now(), expires_at) where impersonating_user_id = ? and impersonation_end is null
     returning session_id, target_user_id`,
    [impersonatorId],
  );
  for (const { session_id, target_user_id } of open) {
    await em.execute('update refresh_token set revoked_at = now() where family_id = ? and revoked_at is null', [session_id]);
    await recordSecurityEvent(em, { kind: 'impersonation_ended', user_id: target_user_id, ip: ctx.ip, user_agent: ctx.userAgent });
  }
}
