import { endStream, finishBadly, finishWell } from '../../domain/provisioning/finish-job.ts';
import type { ProvisioningActivities, Remainder } from './contract.ts';
import { type ProvisioningDeps, session } from './deps.ts';
import { currentStep } from './step-ref.ts';

/** The last words of a job. */
export const createFinishActivities = (deps: ProvisioningDeps): Pick<ProvisioningActivities, 'finishProvision' | 'endStream'> => ({
  finishProvision: async ({ provisionId, result, cause, cancelledBy, failedUndos, remains }) => {
    const em = session(deps);
    if (result === 'succeeded') return { serviceIds: await finishWell(em, provisionId) };
    const step = currentStep(provisionId);
    await finishBadly(em, {
      provisionId,
      step,
      cancelled: result === 'cancelled',
      cause: cause ?? 'unexpected',
      cancelledBy,
      failedUndos,
      remains: remains.map(labelOf),
    });
    return { serviceIds: [] };
  },
  endStream: ({ provisionId }) => endStream(session(deps), provisionId),
});

const kinds: Record<Remainder['kind'], string> = {
  service: 'service',
  transaction: 'charge',
  inventory: 'stock item',
  charging_account: 'charging account',
  charging_system: 'charging system',
};

/** Something left behind, as people call it. */
export const labelOf = ({ kind, id }: Remainder): string => `${kinds[kind]} ${id}`;
