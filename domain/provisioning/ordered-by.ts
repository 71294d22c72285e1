import type { EntityManager } from '@mikro-orm/postgresql';
import type { Author } from '../activity-log/author.ts';
import type { Ctx } from '../context.ts';
import { isTenant } from '../identity/scope.ts';

/** Who ordered a job, and the member of staff who did so in that person's place, as the audit trail keeps them; nothing for a job that is not stored yet. */
export async function orderedBy(em: EntityManager, provisionId: number): Promise<Pick<Author, 'user_id' | 'impersonator_id' | 'impersonator_label'>> {
  const [job] = await em.execute<{ initiating_user: number | null; impersonating_user: number | null; impersonator: string | null }[]>(
    `select p.initiating_user, p.impersonating_user, s.email::text as impersonator
       from provision p left join app_user s on s.id = p.impersonating_user where p.provision_id = ?`,
    [provisionId],
  );
  if (job === undefined) return {};
  const { initiating_user: user_id, impersonating_user, impersonator } = job;
  return {
    user_id,
    ...(impersonating_user === null ? {} : { impersonator_id: impersonating_user }),
    ...(impersonator === null ? {} : { impersonator_label: impersonator }),
  };
}

/** The same as people read it; a customer is not told who of the staff it was. */
export async function namesOfOrder(
  { em, principal }: Pick<Ctx, 'em' | 'principal'>,
  provisionId: number,
): Promise<{ name: string | null; impersonator: string | null }> {
  const [job] = await em.execute<{ name: string | null; impersonator: string | null; customer_id: number | null }[]>(
    `select coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email::text) as name, c.customer_id,
            coalesce(nullif(trim(s.first_name || ' ' || s.last_name), ''), s.email::text) as impersonator
       from provision p left join app_user u on u.id = p.initiating_user left join app_user s on s.id = p.impersonating_user
       left join customer_contact c on c.contact_id = u.contact_id where p.provision_id = ?`,
    [provisionId],
  );
  const { name = null, impersonator = null, customer_id = null } = job ?? {};
  const told = (who: string | null, isOwn: boolean): string | null => (who === null || isOwn || !isTenant(principal) ? who : 'Our staff');
  return { name: told(name, customer_id === principal.customerId), impersonator: told(impersonator, false) };
}
