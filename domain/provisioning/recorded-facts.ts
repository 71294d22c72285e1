import type { EntityManager } from '@mikro-orm/postgresql';
import type { Variables } from './merge-variables.ts';
import { unseal } from './seal.ts';

/** Facts and results that the tasks of these jobs left, later ones winning; they hold secrets and are for plays only. */
export async function recordedFacts(em: EntityManager, sealSecret: string, provisionId: number): Promise<Variables> {
  const rows = await em.execute<{ sealed_facts: string }[]>(
    'select sealed_facts from provision_event where provision_id = ? and sealed_facts is not null order by event_number',
    [provisionId],
  );
  const parts = await Promise.all(rows.map(({ sealed_facts }) => unseal(sealSecret, `provision-facts:${provisionId}`, sealed_facts)));
  return Object.assign({}, ...parts) as Variables;
}
