import type { EntityManager } from '@mikro-orm/postgresql';
import { accountMarker, accountRequests, accountsMade, namesInFacts, ownedByOthers } from '../../domain/provisioning/charging-names.ts';
import { recordedFacts } from '../../domain/provisioning/recorded-facts.ts';
import { type ProvisioningDeps, session } from './deps.ts';

interface JobRow {
  uuid: string;
  action: string;
  service_id: number | null;
}

/**
 * Accounts in the charging system that belong to a job: of a deprovisioning its service's; of a provisioning those of the
 * services it made, and those that carry its uuid. An account of a service that another job made is never among them.
 */
export async function accountsOfJob(deps: ProvisioningDeps, provisionId: number): Promise<string[]> {
  const em = session(deps);
  const [job] = await em.execute<JobRow[]>('select uuid, action, service_id from provision where provision_id = ?', [provisionId]);
  if (job === undefined) return [];
  if (job.action === 'deprovision') return serviceAccounts(em, 'service_id', job.service_id);
  const marker = accountMarker(job.uuid);
  const names = new Set([
    ...(await serviceAccounts(em, 'provision_id', provisionId)),
    ...namesInFacts(await recordedFacts(em, deps.config.jwt_secret, provisionId), marker),
    ...(await deps.charging.withNameContaining(marker)),
  ]);
  const others = await ownedByOthers(em, provisionId, [...names]);
  return [...names].filter((name) => !others.has(name));
}

/** Of these accounts, those the charging system knows. */
export async function existing(deps: ProvisioningDeps, accounts: readonly string[]): Promise<string[]> {
  const known = await Promise.all(accounts.map(async (account) => ((await deps.charging.exists(account)) ? [account] : [])));
  return known.flat();
}

/** Accounts that the tasks of the job's current attempt made and did not remove again. */
export async function accountsThePlayMade(deps: ProvisioningDeps, provisionId: number): Promise<string[]> {
  const rows = await session(deps).execute<{ result: unknown }[]>(
    `select e.provisioning_result_json as result from provision_event e join provision p using (provision_id)
      where provision_id = ? and e.attempt = p.attempt and e.provisioning_status = 0 order by event_number`,
    [provisionId],
  );
  return accountsMade(rows.flatMap(({ result }) => accountRequests(result)));
}

async function serviceAccounts(em: EntityManager, column: 'service_id' | 'provision_id', id: number | null): Promise<string[]> {
  const rows = await em.execute<{ service_uuid: string }[]>(`select service_uuid from service where ${column} = ?`, [id]);
  return rows.map(({ service_uuid }) => service_uuid);
}
