import { recordSecurityEvent } from '../activity-log/record-event.ts';
import { change, type Ctx } from '../context.ts';
import { conflict, notFound, precondition } from '../errors.ts';
import { endLinks, redeemLink } from './account-link.ts';
import { demandPassword } from './check-password.ts';
import { demandOwnAccount } from './demand-own-account.ts';
import { type AccountDeps, orderAccountMail } from './order-account-mail.ts';
import { demand } from './principal.ts';

/** Asks for another address of one's own account, after the password; it counts once the link mailed there was opened (AUTH-7), until then the old one does. Answers as `startEmailChange`. */
export async function changeOwnEmail(ctx: Ctx, deps: AccountDeps, { email, password }: { email: string; password: string }): Promise<EmailChange> {
  const { userId, sessionId } = demandOwnAccount(ctx.principal);
  await demandPassword(ctx, { userId, sessionId, password, field: 'password' });
  return startEmailChange(ctx, deps, { userId, email });
}

/** What became of a wish for an address: `asked` waits for its proof, `kept` is the one the account has. */
export type EmailChange = 'asked' | 'kept';

/**
 * Keeps a new address as pending and has the link that proves it mailed there; whether another account has it is told only to
 * whoever opens that link. The address the account has takes such a wish back. Throws `not_found`.
 */
export async function startEmailChange(ctx: Ctx, deps: AccountDeps, { userId, email }: { userId: number; email: string }): Promise<EmailChange> {
  return change(ctx, async (em) => {
    const [user] = await em.execute<{ same: boolean; waits: boolean; deleted: boolean }[]>(
      'select email = ?::citext as same, pending_email is not null as waits, deleted from app_user where id = ? for update',
      [email.trim(), userId],
    );
    if (user?.same && !user.waits) return 'kept';
    if (user === undefined || user.deleted) throw notFound('User', userId);
    await em.execute('update app_user set pending_email = ?, last_modified = now() where id = ?', [user.same ? null : email.trim(), userId]);
    await endLinks(em, userId, 'email');
    if (user.same) return 'kept';
    await recordSecurityEvent(em, { kind: 'email_change_requested', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
    await orderAccountMail(ctx, deps, 'security_notice', {
      userId,
      what: 'Another e-mail address was asked for in your account. It counts once it has been confirmed.',
    });
    await orderAccountMail(ctx, deps, 'email_verification', { userId, newEmail: email.trim() });
    return 'asked';
  });
}

/** Mails the link that proves one's address once more: the pending one, else the present one. Throws `precondition` when there is nothing to prove. */
export async function resendVerification(ctx: Ctx, deps: AccountDeps): Promise<void> {
  const { userId } = demandOwnAccount(ctx.principal);
  const [user] = await ctx.em.execute<{ email: string; pending_email: string | null; email_verified: boolean }[]>(
    'select email::text as email, pending_email::text as pending_email, email_verified from app_user where id = ?',
    [userId],
  );
  const unproven = user?.pending_email ?? (user?.email_verified === false ? user.email : undefined);
  if (unproven === undefined) throw precondition('Your e-mail address is confirmed already.');
  await orderAccountMail(ctx, deps, 'email_verification', { userId, newEmail: unproven });
}

/** Opens the link that proves an address, once. Throws `precondition` for a bad link, `conflict` when another account has taken the address. */
export async function verifyEmail(ctx: Ctx, { token }: { token: string }): Promise<void> {
  await ctx.em.transactional(async (em) => {
    const { userId, email } = await redeemLink(em, 'email', token);
    const taken = await em.execute<unknown[]>('select 1 from app_user where email = ?::citext and id <> ?', [email, userId]);
    if (taken.length > 0) throw conflict('This address belongs to another account.');
    const [user] = await em.execute<{ moved: boolean }[]>(
      `update app_user u set email = ?, email_verified = true, pending_email = null, last_modified = now() from app_user was
        where u.id = ? and was.id = u.id and (u.pending_email = ?::citext or u.email = ?::citext) returning was.email <> ?::citext as moved`,
      [email, userId, email, email, email],
    );
    if (user === undefined) throw precondition('Meanwhile another address was asked for; open the link in the newest mail.');
    await endLinks(em, userId, 'email');
    // A link to set a password that lies in the old mailbox must not open the account any more.
    if (user.moved) await endLinks(em, userId, 'password');
    await recordSecurityEvent(em, { kind: 'email_verified', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
  });
}

/** Mails an invitation with a link to set a password to somebody who never signed in. For administrators; throws `not_found` or `precondition`. */
export async function sendWelcome(ctx: Ctx, deps: AccountDeps, userId: number): Promise<void> {
  demand(ctx.principal, { permission: 'admin' });
  const [user] = await ctx.em.execute<{ login_count: number }[]>('select login_count from app_user where id = ? and not deleted', [userId]);
  if (user === undefined) throw notFound('User', userId);
  if (user.login_count > 0) throw precondition('This user has signed in already and needs no welcome mail.');
  await orderAccountMail(ctx, deps, 'welcome', { userId });
  await recordSecurityEvent(ctx.em, { kind: 'welcome_sent', user_id: userId, ip: ctx.ip, user_agent: ctx.userAgent });
}
