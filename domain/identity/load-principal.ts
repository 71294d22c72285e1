import type { EntityManager } from '@mikro-orm/postgresql';
import { unauthorized } from '../errors.ts';
import type { TokenClaims } from './access-token.ts';
import { playPermissions } from './permissions.ts';
import type { Principal } from './principal.ts';

/** Who a verified token stands for now, with the rights held now; throws `unauthorized` when the user or attempt is gone. */
export async function loadPrincipal(em: EntityManager, claims: TokenClaims): Promise<Principal> {
  return claims.kind === 'play' ? playPrincipal(em, claims) : userPrincipal(em, claims);
}

interface UserRow {
  id: number;
  email: string;
  customer_id: number | null;
  roles: string[];
  permissions: string[];
}

async function userPrincipal(em: EntityManager, claims: TokenClaims & { kind: 'user' }): Promise<Principal> {
  const [user] = await em.execute<UserRow[]>(
    `select u.id, u.email::text as email, c.customer_id,
            coalesce(array_agg(distinct r.name) filter (where r.name is not null), '{}') as roles,
            coalesce(array_agg(distinct p.name) filter (where p.name is not null), '{}') as permissions
       from app_user u
       left join customer_contact c on c.contact_id = u.contact_id
       left join user_role ur on ur.user_id = u.id
       left join role r on r.id = ur.role_id
       left join role_permission rp on rp.role_id = r.id
       left join permission p on p.id = rp.permission_id
      where u.id = ? and not u.deleted
        and exists (select from refresh_token t where t.family_id = ? and t.user_id = u.id and t.revoked_at is null)
      group by u.id, c.customer_id`,
    [claims.userId, claims.sessionId],
  );
  if (user === undefined) throw unauthorized('This session has ended; sign in again.');
  return {
    kind: 'user',
    userId: user.id,
    label: user.email,
    customerId: user.customer_id,
    roles: user.roles,
    permissions: new Set(user.permissions),
    sessionId: claims.sessionId,
    ...(claims.impersonatorId === undefined ? {} : { impersonatorId: claims.impersonatorId }),
  };
}

interface ProvisionRow {
  customer_id: number | null;
  initiating_user: number | null;
}

async function playPrincipal(em: EntityManager, { provisionId, attempt }: TokenClaims & { kind: 'play' }): Promise<Principal> {
  const [provision] = await em.execute<ProvisionRow[]>(
    'select customer_id, initiating_user from provision where provision_id = ? and attempt = ? and provisioning_status = 1',
    [provisionId, attempt],
  );
  if (provision === undefined) throw unauthorized('This attempt of the play is over; its token is no longer accepted.');
  return {
    kind: 'play',
    userId: provision.initiating_user,
    label: `provision ${provisionId}`,
    customerId: provision.customer_id,
    roles: [],
    permissions: new Set(playPermissions),
    play: { provisionId, attempt },
  };
}
