import { closeService } from '../../domain/provisioning/close-service.ts';
import { crmTraces } from '../../domain/provisioning/outcome.ts';
import { releaseStock, removeMadeRecords } from '../../domain/provisioning/roll-back-records.ts';
import type { ProvisioningActivities, Remainder } from './contract.ts';
import { type ProvisioningDeps, session } from './deps.ts';
import { accountsOfJob, existing } from './job-accounts.ts';

type Undos = Pick<ProvisioningActivities, 'removeChargingAccounts' | 'removeRecords' | 'releaseStock' | 'closeService' | 'proveNothingRemains' | 'skipStep'>;

/** Steps that take back, or end, what a job made; each may be repeated. */
export const createUndoActivities = (deps: ProvisioningDeps): Undos => ({
  removeChargingAccounts: async ({ provisionId }) => {
    const accounts = await existing(deps, await accountsOfJob(deps, provisionId));
    for (const account of accounts) await deps.charging.remove(account);
    return accounts.length === 0 ? { skipped: 'There is no account of this job.' } : undefined;
  },
  removeRecords: async ({ provisionId }) => {
    const { services, transactions } = await removeMadeRecords(session(deps), provisionId);
    return services + transactions === 0 ? { skipped: 'There is no service and no charge of this job.' } : undefined;
  },
  releaseStock: async ({ provisionId, reserved }) => {
    const released = await releaseStock(session(deps), provisionId, reserved);
    return released === 0 ? { skipped: 'The job holds no stock.' } : undefined;
  },
  closeService: async ({ provisionId }) => {
    const [job] = await session(deps).execute<{ service_id: number }[]>('select service_id from provision where provision_id = ? and service_id is not null', [
      provisionId,
    ]);
    const closed = job === undefined ? undefined : await closeService(session(deps), job.service_id);
    return closed === undefined || (!closed.service && closed.items === 0) ? { skipped: 'The play has closed the service.' } : undefined;
  },
  proveNothingRemains: async ({ provisionId }) => ({ remains: await whatRemains(deps, provisionId) }),
  skipStep: async ({ because }) => ({ skipped: because }),
});

async function whatRemains(deps: ProvisioningDeps, provisionId: number): Promise<Remainder[]> {
  const records = await crmTraces(session(deps), provisionId);
  const accounts = await existing(deps, await accountsOfJob(deps, provisionId));
  return [...records.map(({ kind, id }) => ({ kind, id })), ...accounts.map((id) => ({ kind: 'charging_account' as const, id }))];
}
