import type { EntityManager } from '@mikro-orm/postgresql';
import { type AccountClues, accountMarker, namesInFacts } from './charging-names.ts';
import { recordedFacts } from './recorded-facts.ts';

/**
 * What the CRM knows of a job's accounts in the charging system: of a deprovisioning its service's; of a provisioning
 * those of the services it made and those its play named. Undefined when there is no such job.
 */
export async function accountClues(em: EntityManager, secret: string, provisionId: number): Promise<AccountClues | undefined> {
  const [job] = await em.execute<{ uuid: string; action: string; service_id: number | null }[]>(
    'select uuid, action, service_id from provision where provision_id = ?',
    [provisionId],
  );
  if (job === undefined) return undefined;
  if (job.action === 'deprovision') return { candidates: await serviceAccounts(em, 'service_id', job.service_id), marker: undefined };
  const marker = accountMarker(job.uuid);
  const named = namesInFacts(await recordedFacts(em, secret, provisionId), marker);
  return { candidates: [...new Set([...(await serviceAccounts(em, 'provision_id', provisionId)), ...named])], marker };
}

async function serviceAccounts(em: EntityManager, column: 'service_id' | 'provision_id', id: number | null): Promise<string[]> {
  const rows = await em.execute<{ service_uuid: string }[]>(`select service_uuid from service where ${column} = ?`, [id]);
  return rows.map(({ service_uuid }) => service_uuid);
}
