import type { EntityManager } from '@mikro-orm/postgresql';
import { DomainError } from './errors.ts';
import type { Principal } from './identity/principal.ts';

/** What every verb gets first: a database session of its own, who asks, and how to name the request in logs. */
export interface Ctx {
  em: EntityManager;
  principal: Principal;
  requestId: string;
  ip: string | null;
}

/**
 * Runs a change in one transaction. A play's write also holds its job's row, so that once a newer attempt
 * exists the late write of a dead one is refused (`conflict`), however close the race.
 */
export async function change<T>(ctx: Ctx, work: (em: EntityManager) => Promise<T>): Promise<T> {
  return ctx.em.transactional(async (em) => {
    await holdFence(em, ctx.principal);
    return work(em);
  });
}

async function holdFence(em: EntityManager, principal: Principal): Promise<void> {
  if (principal.play === undefined) return;
  const [row] = await em.execute<{ attempt: number; provisioning_status: number }[]>(
    'select attempt, provisioning_status from provision where provision_id = ? for share',
    [principal.play.provisionId],
  );
  if (row?.attempt !== principal.play.attempt || row.provisioning_status !== 1) {
    throw new DomainError('conflict', 'This attempt of the play is over; its writes are no longer accepted.');
  }
}
