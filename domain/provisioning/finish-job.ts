import type { EntityManager } from '@mikro-orm/postgresql';
import { releasePromo } from '../catalog/promo-offer.ts';
import { releaseReserved } from '../inventory/reserve-stock.ts';
import { appendLiveEvent, provisionChannel } from '../live/append-live-event.ts';
import { failOpenSteps, type StepRef } from '../live/record-step.ts';
import { type JobFailureCause, reasonInWords } from './job-reason.ts';
import { announceStatus } from './provision-summary.ts';
import { ProvisioningStatus } from './provision-rules.ts';

/** Marks a job successful, frees reserved stock that its play did not assign, and ends its stream; returns the services made. May be repeated. */
export async function finishWell(em: EntityManager, provisionId: number): Promise<number[]> {
  return em.transactional(async (tx) => {
    const services = await tx.execute<{ service_id: number }[]>('select service_id from service where provision_id = ? order by service_id', [provisionId]);
    const ids = services.map(({ service_id }) => service_id);
    const changed = await tx.execute<object[]>(
      `update provision set provisioning_status = ?, phase = 'succeeded', reason = null, service_id = coalesce(service_id, ?), finished = now(), last_modified = now()
        where provision_id = ? and provisioning_status = 1 returning provision_id`,
      [ProvisioningStatus.Success, ids[0] ?? null, provisionId],
    );
    if (changed.length === 0) return ids;
    await releaseReserved(tx, provisionId);
    await announceStatus(tx, provisionId);
    await appendLiveEvent(tx, provisionChannel(provisionId), 'end', {});
    return ids;
  });
}

/** How a job ended badly. */
export interface BadFinish {
  provisionId: number;
  /** The step that finishes the job: steps before it that are still open were lost. */
  step: StepRef;
  cancelled: boolean;
  cause: JobFailureCause;
  /** Who cancelled, and who did so in that person's place; a job under way during an upgrade gives the user alone. */
  cancelledBy: { userId: number | null; impersonatorId?: number | undefined } | number | null;
  failedUndos: readonly string[];
  remains: readonly string[];
}

/** Marks a job failed or cancelled, with the reason in words. May be repeated; does nothing for a job that was never stored. */
export async function finishBadly(em: EntityManager, end: BadFinish): Promise<void> {
  const { provisionId, cause, failedUndos, remains } = end;
  await em.transactional(async (tx) => {
    const [job] = await tx.execute<{ reason: string | null; action: string }[]>(
      'select reason, action from provision where provision_id = ? and provisioning_status = 1 for update',
      [provisionId],
    );
    if (job === undefined) return;
    await failOpenSteps(tx, end.step);
    await releasePromo(tx, provisionId);
    const reason = reasonInWords(cause, {
      noted: job.reason,
      cancelledBy: await cancellerOf(tx, end.cancelledBy),
      failedUndos,
      remains,
      undone: job.action === 'provision',
    });
    await tx.execute('update provision set provisioning_status = ?, phase = ?, reason = ?, finished = now(), last_modified = now() where provision_id = ?', [
      ProvisioningStatus.Failed,
      end.cancelled ? 'cancelled' : 'failed',
      reason,
      provisionId,
    ]);
    await announceStatus(tx, provisionId);
  });
}

/** Tells those who watch a job that nothing more will come. */
export async function endStream(em: EntityManager, provisionId: number): Promise<void> {
  await em.transactional(async (tx) => {
    const [job] = await tx.execute<object[]>('select 1 from provision where provision_id = ?', [provisionId]);
    if (job !== undefined) await appendLiveEvent(tx, provisionChannel(provisionId), 'end', {});
  });
}

async function cancellerOf(em: EntityManager, given: BadFinish['cancelledBy']): Promise<string | null> {
  const { userId, impersonatorId = null } = typeof given === 'object' && given !== null ? given : { userId: given };
  const [user, impersonator] = [await nameOf(em, userId), await nameOf(em, impersonatorId)];
  return user === null || impersonator === null ? user : `${impersonator} as ${user}`;
}

async function nameOf(em: EntityManager, userId: number | null): Promise<string | null> {
  if (userId === null) return null;
  const [user] = await em.execute<{ email: string }[]>('select email::text as email from app_user where id = ?', [userId]);
  return user?.email ?? null;
}
