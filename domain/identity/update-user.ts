import type { EntityManager } from '@mikro-orm/postgresql';
import { recordSecurityEvent } from '../activity-log/record-event.ts';
import { change, type Ctx } from '../context.ts';
import { conflict, forbidden, notFound } from '../errors.ts';
import { given } from '../given.ts';
import { demandAdminLeft, demandGrantable, holdAdmins } from './grantable.ts';
import { forgetAccount } from './login-throttle.ts';
import { demand } from './principal.ts';
import { setUserRoles } from './set-user-roles.ts';

/** What an administrator may change of a user; an address is changed by `startEmailChange`, a password by its reset. */
export interface UserChange {
  username?: string | undefined;
  first_name?: string | undefined;
  middle_name?: string | null | undefined;
  last_name?: string | undefined;
  phone_number?: string | null | undefined;
  contact_id?: number | null | undefined;
  force_password_change?: boolean | undefined;
  roles?: readonly string[] | undefined;
  /** true removes the user softly, false brings it back with its old password. */
  deleted?: boolean | undefined;
  /** false lifts a pause after failed attempts, wherever they came from. */
  locked?: false | undefined;
}

/**
 * Changes a user (AUTH-10). Throws `forbidden` without admin, `not_found`, `conflict` when a name is taken or nobody
 * could administer the system any more, `validation` for an unknown role.
 */
export async function updateUser(ctx: Ctx, userId: number, { roles, deleted, locked, ...fields }: UserChange): Promise<void> {
  demand(ctx.principal, { permission: 'admin' });
  await change(ctx, async (em) => {
    await holdAdmins(em);
    const [user] = await em.execute<{ deleted: boolean }[]>('select deleted from app_user where id = ? for update', [userId]);
    if (user === undefined) throw notFound('User', userId);
    await setFields(em, userId, given(fields));
    if (roles !== undefined) await setUserRoles(em, ctx.principal, userId, roles);
    if (deleted === true && !user.deleted) await markDeleted(em, ctx, userId);
    if (deleted === false && user.deleted) await restore(em, ctx, userId);
    if (locked === false) await unlock(em, ctx, userId);
    await demandAdminLeft(em);
  });
}

/** Removes a user softly (chapter 38): all its sessions end at once, and everything it did stays. Nobody removes themselves. */
export const deleteUser = (ctx: Ctx, userId: number): Promise<void> => updateUser(ctx, userId, { deleted: true });

async function setFields(em: EntityManager, userId: number, fields: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(fields);
  if (columns.length === 0) return;
  if (typeof fields['contact_id'] === 'number') await demandContact(em, fields['contact_id']);
  if (fields['username'] !== undefined) {
    const taken = await em.execute<object[]>('select 1 from app_user where username = ? and id <> ?', [fields['username'], userId]);
    if (taken.length > 0) throw conflict('This user name belongs to another user.', 'username');
  }
  const assignments = columns.map((column) => `${column} = ?`).join(', ');
  await em.execute(`update app_user set ${assignments}, last_modified = now() where id = ?`, [...Object.values(fields), userId]);
}

async function demandContact(em: EntityManager, contactId: number): Promise<void> {
  const found = await em.execute<object[]>('select 1 from customer_contact where contact_id = ?', [contactId]);
  if (found.length === 0) throw notFound('Contact', contactId);
}

async function unlock(em: EntityManager, { ip, userAgent }: Ctx, userId: number): Promise<void> {
  if (await forgetAccount(em, userId)) await recordSecurityEvent(em, { kind: 'account_unlocked', user_id: userId, ip, user_agent: userAgent });
}

async function markDeleted(em: EntityManager, { principal }: Ctx, userId: number): Promise<void> {
  if (principal.userId === userId && principal.kind === 'user') throw forbidden('You cannot remove your own account.');
  await em.execute('update app_user set deleted = true, deleted_at = now(), last_modified = now() where id = ?', [userId]);
  await em.execute('update refresh_token set revoked_at = now() where user_id = ? and revoked_at is null', [userId]);
  // Nor does anybody go on acting for it, or it for anybody.
  await em.execute(
    `with ended as (update impersonation_log set impersonation_end = now() where impersonation_end is null and (target_user_id = ? or impersonating_user_id = ?) returning session_id)
     update refresh_token t set revoked_at = now() from ended where t.family_id = ended.session_id and t.revoked_at is null`,
    [userId, userId],
  );
}

/** Brings a user back with the roles it had, which must be roles the restorer could give. */
async function restore(em: EntityManager, { principal }: Ctx, userId: number): Promise<void> {
  const held = await em.execute<{ name: string }[]>(
    'select distinct p.name from user_role ur join role_permission rp on rp.role_id = ur.role_id join permission p on p.id = rp.permission_id where ur.user_id = ?',
    [userId],
  );
  demandGrantable(
    principal,
    held.map(({ name }) => name),
    'deleted',
  );
  await em.execute('update app_user set deleted = false, deleted_at = null, last_modified = now() where id = ?', [userId]);
}
