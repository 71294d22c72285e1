import type { EntityManager } from '@mikro-orm/postgresql';
import { unauthorized } from '../errors.ts';
import type { Config } from '../settings/config-schema.ts';
import type { TokenClaims } from './access-token.ts';
import { mustFirst } from './must-first.ts';
import { playPermissions } from './permissions.ts';
import { impersonationOf } from './current-impersonation.ts';
import type { Principal } from './principal.ts';
import { noCustomer, readUserAccess } from './user-access.ts';

/** Who a verified token stands for now, with the rights held now; throws `unauthorized` when the user or attempt is gone. */
export async function loadPrincipal(em: EntityManager, claims: TokenClaims, config: Pick<Config, 'security'>): Promise<Principal> {
  return claims.kind === 'play' ? playPrincipal(em, claims) : userPrincipal(em, claims, config);
}

async function userPrincipal(
  em: EntityManager,
  { userId, sessionId, impersonatorId }: TokenClaims & { kind: 'user' },
  { security }: Pick<Config, 'security'>,
): Promise<Principal> {
  const user = await readUserAccess(em, userId, sessionId);
  if (user === undefined) throw unauthorized('This session has ended; sign in again.');
  const acting = impersonatorId === undefined ? undefined : await impersonationOf(em, sessionId);
  if (impersonatorId !== undefined && (acting === undefined || acting === 'ended')) throw unauthorized('Acting for this user has ended.');
  // Somebody who acts for another has proven who they are already, and may not change the other's password.
  const must = impersonatorId === undefined ? mustFirst(user, security) : undefined;
  return {
    kind: 'user',
    userId: user.id,
    label: user.email,
    customerId: user.customer_id,
    roles: user.roles,
    permissions: new Set(user.permissions),
    sessionId,
    ...(must === undefined ? {} : { mustFirst: must }),
    ...(acting === undefined || acting === 'ended' ? {} : { impersonatorId: acting.impersonator_id, impersonatorLabel: acting.impersonator_email }),
  };
}

interface ProvisionRow {
  customer_id: number | null;
  initiating_user: number | null;
  impersonating_user: number | null;
  impersonator: string | null;
}

async function playPrincipal(em: EntityManager, { provisionId, attempt }: TokenClaims & { kind: 'play' }): Promise<Principal> {
  const [provision] = await em.execute<ProvisionRow[]>(
    `select p.customer_id, p.initiating_user, p.impersonating_user, s.email::text as impersonator
       from provision p left join app_user s on s.id = p.impersonating_user
      where p.provision_id = ? and p.attempt = ? and p.provisioning_status = 1`,
    [provisionId, attempt],
  );
  if (provision === undefined) throw unauthorized('This attempt of the play is over; its token is no longer accepted.');
  return {
    kind: 'play',
    userId: provision.initiating_user,
    label: `provision ${provisionId}`,
    customerId: provision.customer_id ?? noCustomer,
    roles: [],
    permissions: new Set(playPermissions),
    play: { provisionId, attempt },
    ...(provision.impersonating_user === null ? {} : { impersonatorId: provision.impersonating_user }),
    ...(provision.impersonator === null ? {} : { impersonatorLabel: provision.impersonator }),
  };
}
