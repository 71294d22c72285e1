import type { EntityManager } from '@mikro-orm/postgresql';
import { customerIsArchived } from './closed-account.ts';
import { type PermissionName, permissionCatalogue } from './permissions.ts';

/** A user with the rights held now: the union of all its roles' permissions (chapter 38). */
export interface UserAccess {
  id: number;
  username: string;
  email: string;
  first_name: string;
  last_name: string;
  /** The only customer this user may see; null for staff. */
  customer_id: number | null;
  roles: string[];
  permissions: string[];
  email_verified: boolean;
  /** New address that is not proven yet. */
  pending_email: string | null;
  is_2fa_enabled: boolean;
  force_password_change: boolean;
}

/** Customer of a customer's user whose contact is gone: none, rather than all (AUTH-12). */
export const noCustomer = 0;

/** Reads a user that is neither deleted nor of an archived customer; with `sessionId` only while that session is open. */
export async function readUserAccess(em: EntityManager, userId: number, sessionId?: string): Promise<UserAccess | undefined> {
  const open = sessionId === undefined ? '' : 'and exists (select from refresh_token t where t.family_id = ? and t.user_id = u.id and t.revoked_at is null)';
  const [user] = await em.execute<UserAccess[]>(
    `select u.id, u.username, u.email::text as email, u.first_name, u.last_name,
            u.email_verified, u.pending_email::text as pending_email, u.is_2fa_enabled, u.force_password_change,
            (select c.customer_id from customer_contact c where c.contact_id = u.contact_id) as customer_id,
            array(select r.name from user_role ur join role r on r.id = ur.role_id where ur.user_id = u.id order by r.name) as roles,
            array(select distinct p.name from user_role ur join role_permission rp on rp.role_id = ur.role_id join permission p on p.id = rp.permission_id
                   where ur.user_id = u.id order by p.name) as permissions
       from app_user u where u.id = ? and not u.deleted and not ${customerIsArchived} ${open}`,
    sessionId === undefined ? [userId] : [userId, sessionId],
  );
  if (user === undefined) return undefined;
  return { ...user, customer_id: user.customer_id ?? (isTenantOnly(user.permissions) ? noCustomer : null) };
}

/** The permissions a set of names amounts to: `admin` holds every one. */
export const effectivePermissions = (permissions: ReadonlySet<string>): string[] =>
  [...new Set([...permissions, ...(permissions.has('admin') ? permissionCatalogue : [])])].sort();

/** First page after sign-in (AUTH-3). */
export type Landing = '/customers' | '/self-care' | '/create-cell-broadcast';

/** Where somebody lands: a customer's user in self-care, the broadcast desk at its form, other staff at the customers. */
export function landingOf(customerId: number | null, permissions: readonly string[]): Landing {
  if (customerId !== null) return '/self-care';
  const broadcastOnly = permissions.length > 0 && permissions.every((name) => name.endsWith('_cbc_message'));
  return broadcastOnly ? '/create-cell-broadcast' : '/customers';
}

/** Rights of the `view_own_…` kind and no view of customers at large belong to a customer's user, linked or not. */
function isTenantOnly(permissions: readonly string[]): boolean {
  const staff: readonly PermissionName[] = ['admin', 'view_customer'];
  return permissions.some((name) => name.startsWith('view_own_')) && !staff.some((name) => permissions.includes(name));
}
