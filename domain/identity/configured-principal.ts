import type { EntityManager } from '@mikro-orm/postgresql';
import type { Principal } from './principal.ts';

/** Credentials of `crm_config.yaml`: an API key or an allow-listed address; `roles` name roles or single permissions. */
export interface ConfiguredCredential {
  kind: 'api_key' | 'ip';
  label: string;
  roles: readonly string[];
}

interface AccessRow {
  roles: string[];
  permissions: string[];
  first_admin: number | null;
}

/**
 * Who a configured credential stands for now: it acts as the first administrator (chapter 18) with the rights of its
 * roles alone. A name that is a role stands for the role; a name that is neither role nor permission gives nothing.
 */
export async function configuredPrincipal(em: EntityManager, { kind, label, roles }: ConfiguredCredential): Promise<Principal> {
  const [access] = await em.execute<AccessRow[]>(
    `select array(select r.name from role r where r.name in (?)) as roles,
            array(select p.name from permission p join role_permission rp on rp.permission_id = p.id join role r on r.id = rp.role_id where r.name in (?)
                  union select p.name from permission p where p.name in (?) and not exists (select from role r where r.name = p.name)) as permissions,
            (select min(u.id) from app_user u join user_role ur on ur.user_id = u.id join role_permission rp on rp.role_id = ur.role_id
               join permission p on p.id = rp.permission_id where p.name = 'admin' and not u.deleted) as first_admin`,
    [roles, roles, roles],
  );
  return { kind, userId: access?.first_admin ?? null, label, customerId: null, roles: access?.roles ?? [], permissions: new Set(access?.permissions) };
}
