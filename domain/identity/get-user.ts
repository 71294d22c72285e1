import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { notFound } from '../errors.ts';
import { effectivePermissions } from './user-access.ts';
import { userJoin, type UserJson, userJson, type UserRow, userSelect } from './user-json.ts';

/** The contact a user is linked to. */
export interface LinkedContact {
  contact_id: number;
  contact_firstname: string;
  contact_lastname: string;
  customer_id: number;
  customer_name: string;
}

/** A user with all its rights and where it is signed in. */
export type FullUserJson = UserJson & { permissions: string[]; open_sessions: number; contact: LinkedContact | null };

/** Reads a user, deleted or not, with its effective permissions (AUTH-10); throws `not_found`. */
export async function getUser({ em }: Ctx, userId: number): Promise<FullUserJson> {
  return readUser(em, userId);
}

/** Reads a user within a transaction of its own or the caller's. */
export async function readUser(em: EntityManager, userId: number): Promise<FullUserJson> {
  const [row] = await em.execute<(UserRow & { held: string[]; open_sessions: number } & Partial<LinkedContact>)[]>(
    `select ${userSelect}, t.contact_firstname, t.contact_lastname,
            array(select distinct p.name from user_role ur join role_permission rp on rp.role_id = ur.role_id join permission p on p.id = rp.permission_id
                   where ur.user_id = u.id) as held,
            (select count(distinct s.family_id)::int from refresh_token s where s.user_id = u.id and s.revoked_at is null and s.rotated_at is null and s.expires_at > now())
              as open_sessions
       from app_user u ${userJoin} where u.id = ?`,
    [userId],
  );
  if (row === undefined) throw notFound('User', userId);
  const shown = userJson(row);
  const { contact_id, customer_id, customer_name } = shown;
  const linked = contact_id !== null && customer_id !== null;
  return {
    ...shown,
    permissions: effectivePermissions(new Set(row.held)),
    open_sessions: row.open_sessions,
    contact: linked
      ? {
          contact_id,
          contact_firstname: row.contact_firstname ?? '',
          contact_lastname: row.contact_lastname ?? '',
          customer_id,
          customer_name: customer_name ?? '',
        }
      : null,
  };
}
