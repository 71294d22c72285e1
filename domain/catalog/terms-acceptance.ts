import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Ctx } from '../context.ts';
import { isTenant } from '../identity/scope.ts';

/** Terms that whoever ordered said to be accepted. */
export interface AcceptedTerms {
  text: string;
  /** Who said so, as people know them. */
  acceptedBy: string;
}

/** Records with a job which terms were accepted, word for word, by whom and when (CAT-6); a repeated run of the job records nothing new. */
export async function recordAcceptedTerms(
  em: EntityManager,
  job: { provisionId: number; customerId: number; productId: number; userId: number | null },
  { text, acceptedBy }: AcceptedTerms,
): Promise<void> {
  const digest = createHash('sha256').update(text).digest('hex');
  await em.execute(
    `insert into terms_acceptance (provision_id, customer_id, product_id, user_id, accepted_by, terms, terms_sha256) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (provision_id) do nothing`,
    [job.provisionId, job.customerId, job.productId, job.userId, acceptedBy, text, digest],
  );
}

/** Terms that were accepted with an order. */
export interface TermsAcceptance {
  provision_id: number;
  product_name: string | null;
  /** ISO 8601. */
  accepted: string;
  accepted_by: string;
  terms: string;
  /** SHA-256 of the text in hexadecimal, from when it was accepted. */
  terms_sha256: string;
}

/** The terms that were accepted with a job; null when none were. */
export async function acceptedTermsOf(ctx: Pick<Ctx, 'em' | 'principal'>, provisionId: number): Promise<TermsAcceptance | null> {
  const [first] = await read(ctx, 't.provision_id = ?', [provisionId]);
  return first ?? null;
}

/** The terms that were accepted with a service and with what was added to it, oldest first. */
export async function acceptedTermsOfService(
  ctx: Pick<Ctx, 'em' | 'principal'>,
  service: { service_id: number; customer_id: number; provision_id?: number | null | undefined },
): Promise<TermsAcceptance[]> {
  return read(ctx, 't.customer_id = ? and (t.provision_id = ? or p.service_id = ?)', [service.customer_id, service.provision_id ?? null, service.service_id]);
}

async function read({ em, principal }: Pick<Ctx, 'em' | 'principal'>, condition: string, params: unknown[]): Promise<TermsAcceptance[]> {
  const rows = await em.execute<(Omit<TermsAcceptance, 'accepted'> & { accepted: Date | string; user_id: number | null; by_staff: boolean })[]>(
    `select t.provision_id, d.product_name, t.accepted, t.user_id, p.impersonating_user is not null as by_staff, t.accepted_by, t.terms, t.terms_sha256
       from terms_acceptance t join provision p using (provision_id) left join product d on d.product_id = t.product_id
      where ${condition} order by t.accepted, t.provision_id`,
    params,
  );
  // Who of the staff it was is not for customers to know.
  const hides = (userId: number | null, byStaff: boolean): boolean => isTenant(principal) && (byStaff || userId !== principal.userId);
  return rows.map(({ user_id, by_staff, accepted, ...row }) => ({
    ...row,
    accepted: new Date(accepted).toISOString(),
    accepted_by: hides(user_id, by_staff) ? 'us on your behalf' : row.accepted_by,
  }));
}
