import type { EntityManager } from '@mikro-orm/postgresql';
import { actingAs, authorOf } from './activity-log/author.ts';
import { DomainError } from './errors.ts';
import type { Principal } from './identity/principal.ts';

/** What every verb gets first: a database session of its own, who asks, and how to name the request in logs. */
export interface Ctx {
  em: EntityManager;
  principal: Principal;
  requestId: string;
  ip: string | null;
  userAgent?: string | undefined;
}

/**
 * Runs a change in one transaction, in the name of who asks: the audit trail takes the author from it. A play's write
 * also holds its job's row, so that once a newer attempt exists the late write of a dead one is refused (`conflict`),
 * however close the race.
 */
export async function change<T>(ctx: Ctx, work: (em: EntityManager) => Promise<T>): Promise<T> {
  const run = () =>
    ctx.em.transactional(async (em) => {
      await holdFence(em, ctx.principal);
      return work(em);
    });
  return actingAs(() => authorOf(ctx), run);
}

async function holdFence(em: EntityManager, principal: Principal): Promise<void> {
  if (principal.play === undefined) return;
  const [row] = await em.execute<{ attempt: number; provisioning_status: number }[]>(
    // Not `for share`: two writes of one play that both go on to change the row would wait for each other for ever.
    'select attempt, provisioning_status from provision where provision_id = ? for no key update',
    [principal.play.provisionId],
  );
  if (row?.attempt !== principal.play.attempt || row.provisioning_status !== 1) {
    throw new DomainError('conflict', 'This attempt of the play is over; its writes are no longer accepted.');
  }
}
