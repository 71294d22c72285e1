import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';

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

/** What a job's customer accepted, for its page. */
export interface TermsAcceptance {
  accepted: string;
  accepted_by: string;
  terms: string;
  terms_sha256: string;
}

/** The terms that were accepted with a job; undefined when none were. */
export async function acceptedTermsOf(em: EntityManager, provisionId: number): Promise<TermsAcceptance | undefined> {
  const [row] = await em.execute<(Omit<TermsAcceptance, 'accepted'> & { accepted: Date | string })[]>(
    'select accepted, accepted_by, terms, terms_sha256 from terms_acceptance where provision_id = ?',
    [provisionId],
  );
  return row === undefined ? undefined : { ...row, accepted: new Date(row.accepted).toISOString() };
}
